namespace Sws.Protocol.Messaging;

/// <summary>Asks for a reply, which comes as <see cref="InvokeResult"/>.</summary>
/// <param name="InvocationId">Chosen by the caller, unique among its unanswered invocations; 1–1024 UTF-8 bytes.</param>
/// <param name="Target">Who is to answer.</param>
/// <param name="Data">What to ask; empty text when the caller sent none.</param>
public sealed record Invoke(string InvocationId, InvocationTarget Target, MessageData Data) : ClientMessage;
