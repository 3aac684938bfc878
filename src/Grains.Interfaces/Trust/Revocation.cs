namespace Sws.Grains.Interfaces.Trust;

/// <summary>One entry of the revocation list.</summary>
/// <param name="Id">Names the entry: the same for the same thing, whoever revokes it.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">Which one; see <see cref="RevocationKind"/>.</param>
/// <param name="BeforeMs">For <see cref="RevocationKind.IssuedBefore"/>: the moment, in milliseconds since 1970; else 0.</param>
/// <param name="Note">Who revoked it.</param>
[GenerateSerializer, Immutable, Alias("sws.revocation")]
public sealed record Revocation(
    [property: Id(0)] string Id,
    [property: Id(1)] RevocationKind Kind,
    [property: Id(2)] string Value,
    [property: Id(3)] long BeforeMs,
    [property: Id(4)] ChangeNote Note);
