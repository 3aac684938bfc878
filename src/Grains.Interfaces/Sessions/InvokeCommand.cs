namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Invoke the hub's handler or another client and wait for the answer.</summary>
/// <param name="InvocationId">Chosen by the client; unique among its open invocations.</param>
/// <param name="Event">Name for the handler, when the handler is meant.</param>
/// <param name="Target">The client that is meant, or null for the handler.</param>
/// <param name="Data">The argument.</param>
[GenerateSerializer, Immutable, Alias("sws.command.invoke")]
public sealed record InvokeCommand([property: Id(0)] string InvocationId, [property: Id(1)] string? Event, [property: Id(2)] SessionTarget? Target, [property: Id(3)] Payload Data) : SessionCommand;
