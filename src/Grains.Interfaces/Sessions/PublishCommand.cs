namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Publish to a group.</summary>
/// <param name="Group">Group name.</param>
/// <param name="Data">The data.</param>
/// <param name="NoEcho">Do not deliver to the sender itself.</param>
/// <param name="AckId">Answer with this id, and do it once only.</param>
[GenerateSerializer, Immutable, Alias("sws.command.publish")]
public sealed record PublishCommand([property: Id(0)] string Group, [property: Id(1)] Payload Data, [property: Id(2)] bool NoEcho, [property: Id(3)] ulong? AckId) : SessionCommand;
