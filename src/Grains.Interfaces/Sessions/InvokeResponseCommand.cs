namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Answer an invocation that this client received.</summary>
/// <param name="InvocationId">The id in the request.</param>
/// <param name="Data">The answer, when it succeeded.</param>
/// <param name="Error">The error, when it failed.</param>
[GenerateSerializer, Immutable, Alias("sws.command.invoke-response")]
public sealed record InvokeResponseCommand([property: Id(0)] string InvocationId, [property: Id(1)] Payload? Data, [property: Id(2)] OperationError? Error) : SessionCommand;
