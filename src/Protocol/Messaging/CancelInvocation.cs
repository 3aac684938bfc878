namespace Sws.Protocol.Messaging;

/// <summary>The caller no longer waits for the answer to an <see cref="Invoke"/>.</summary>
/// <param name="InvocationId">The id of the invocation.</param>
public sealed record CancelInvocation(string InvocationId) : ClientMessage;
