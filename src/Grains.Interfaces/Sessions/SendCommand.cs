namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Send to a user or to one connection.</summary>
/// <param name="Target">Exactly one of its members is set.</param>
/// <param name="Data">The data.</param>
/// <param name="AckId">Answer with this id, and do it once only.</param>
[GenerateSerializer, Immutable, Alias("sws.command.send")]
public sealed record SendCommand([property: Id(0)] SessionTarget Target, [property: Id(1)] Payload Data, [property: Id(2)] ulong? AckId) : SessionCommand;
