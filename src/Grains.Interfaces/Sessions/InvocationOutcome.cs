namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The outcome of an invocation that this client began.</summary>
/// <param name="InvocationId">The id that the client chose.</param>
/// <param name="Data">The answer, when it succeeded.</param>
/// <param name="Error">The error, when it failed.</param>
[GenerateSerializer, Immutable, Alias("sws.invocation-outcome")]
public sealed record InvocationOutcome([property: Id(0)] string InvocationId, [property: Id(1)] Payload? Data, [property: Id(2)] OperationError? Error) : DirectContent;
