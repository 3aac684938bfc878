namespace Sws.Grains.Interfaces.Trust;

/// <summary>Asks to revoke something.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">Which one; for <see cref="RevocationKind.IssuedBefore"/> the fingerprint of a trusted authority.</param>
/// <param name="BeforeMs">For <see cref="RevocationKind.IssuedBefore"/>: the moment, in milliseconds since 1970; else 0.</param>
[GenerateSerializer, Immutable, Alias("sws.revocation-request")]
public sealed record RevocationRequest(
    [property: Id(0)] RevocationKind Kind,
    [property: Id(1)] string Value,
    [property: Id(2)] long BeforeMs);
