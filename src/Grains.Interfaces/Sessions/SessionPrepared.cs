namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The grain's answer to an edge that wants to take a session over.</summary>
/// <param name="RefusedTag">Null when it may; else the tag of the close reason.</param>
/// <param name="EdgeId">The edge that holds the session now.</param>
/// <param name="UserId">The session's user.</param>
/// <param name="RecoveryToken">The session's recovery token.</param>
/// <param name="Groups">The groups the session is in.</param>
/// <param name="Owed">As in <see cref="SessionOpened"/>: with the refusal of a session that could not go on before.</param>
[GenerateSerializer, Immutable, Alias("sws.session-prepared")]
public sealed record SessionPrepared(
    [property: Id(0)] string? RefusedTag,
    [property: Id(1)] string? EdgeId,
    [property: Id(2)] string? UserId,
    [property: Id(3)] string? RecoveryToken,
    [property: Id(4)] IReadOnlyList<GroupMembership> Groups,
    [property: Id(5)] IReadOnlyList<DirectContent>? Owed = null)
{
    /// <summary>A refusal.</summary>
    /// <param name="tag">The tag of the close reason.</param>
    public static SessionPrepared Refused(string tag) => new(tag, null, null, null, []);
}
