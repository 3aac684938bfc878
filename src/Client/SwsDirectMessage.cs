using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>A message that another client sent to this connection or to this user.</summary>
/// <param name="FromUserId">The sender; null when not known.</param>
/// <param name="ToUser">True when it was sent to the user, false when to this connection alone.</param>
/// <param name="Data">The payload.</param>
/// <param name="Position">Its place in the inbox of the user; null where the hub keeps none.</param>
public sealed record SwsDirectMessage(string? FromUserId, bool ToUser, MessageData Data, StreamPosition? Position = null) : SwsDataMessage(Data);
