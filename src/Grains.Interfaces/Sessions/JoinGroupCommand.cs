using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Join a group.</summary>
/// <param name="Group">Group name.</param>
/// <param name="Presence">Follow who joins and leaves.</param>
/// <param name="AckId">Answer with this id, and do it once only.</param>
/// <param name="Recover">The last message that the client has; it gets those behind it. Null when it wants none of the past.</param>
[GenerateSerializer, Immutable, Alias("sws.command.join")]
public sealed record JoinGroupCommand([property: Id(0)] string Group, [property: Id(1)] bool Presence, [property: Id(2)] ulong? AckId, [property: Id(3)] GroupPosition? Recover = null) : SessionCommand;
