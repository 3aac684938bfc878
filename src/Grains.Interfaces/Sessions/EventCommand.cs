namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Send an event to the hub's handler.</summary>
/// <param name="Event">Event name.</param>
/// <param name="Data">The data.</param>
/// <param name="AckId">Answer with this id, and do it once only.</param>
[GenerateSerializer, Immutable, Alias("sws.command.event")]
public sealed record EventCommand([property: Id(0)] string Event, [property: Id(1)] Payload Data, [property: Id(2)] ulong? AckId) : SessionCommand;
