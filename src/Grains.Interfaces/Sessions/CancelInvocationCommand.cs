namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Stop waiting for an invocation.</summary>
/// <param name="InvocationId">The id that the client chose.</param>
[GenerateSerializer, Immutable, Alias("sws.command.cancel")]
public sealed record CancelInvocationCommand([property: Id(0)] string InvocationId) : SessionCommand;
