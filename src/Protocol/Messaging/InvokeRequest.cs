namespace Sws.Protocol.Messaging;

/// <summary>Another client asks this one for a reply, which goes back as <see cref="InvokeResponse"/>.</summary>
/// <param name="InvocationId">The id to answer with.</param>
/// <param name="FromUserId">Who asks, if a client with a user id does.</param>
/// <param name="Data">What is asked.</param>
/// <param name="Event">Name of the event, if the caller gave one.</param>
public sealed record InvokeRequest(string InvocationId, string? FromUserId, MessageData Data, string? Event = null) : ServerMessage;
