using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>A message sent to a group that this client has joined.</summary>
/// <param name="Group">The group.</param>
/// <param name="FromUserId">The sender; null when the server sent it.</param>
/// <param name="Data">The payload.</param>
/// <param name="Position">Its place in the group's history; null when the group keeps none.</param>
public sealed record SwsGroupMessage(string Group, string? FromUserId, MessageData Data, StreamPosition? Position) : SwsDataMessage(Data);
