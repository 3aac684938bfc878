namespace Sws.Protocol.Messaging;

/// <summary>The answer to an <see cref="Invoke"/>.</summary>
/// <param name="InvocationId">The id of the invocation.</param>
/// <param name="Success">Whether <paramref name="Data"/> or <paramref name="Error"/> is the answer.</param>
/// <param name="Data">The answer, if there is one.</param>
/// <param name="Error">Why there is none.</param>
public sealed record InvokeResult(string InvocationId, bool Success, MessageData? Data, MessageError? Error) : ServerMessage;
