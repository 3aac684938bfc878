namespace Sws.Protocol.Messaging;

/// <summary>A client's answer to an <see cref="InvokeRequest"/>. Not part of the published protocol in this direction.</summary>
/// <param name="InvocationId">The id of the request.</param>
/// <param name="Success">Whether <paramref name="Data"/> or <paramref name="Error"/> is the answer.</param>
/// <param name="Data">The answer, if there is one.</param>
/// <param name="Error">Why there is none.</param>
public sealed record InvokeResponse(string InvocationId, bool Success, MessageData? Data, MessageError? Error) : ClientMessage;
