using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>A question from another client or the server.</summary>
/// <param name="FromUserId">Who asks; null when not known.</param>
/// <param name="Event">Name of the event, if the asker gave one.</param>
/// <param name="Data">What is asked.</param>
public sealed record SwsInvocation(string? FromUserId, string? Event, MessageData Data);
