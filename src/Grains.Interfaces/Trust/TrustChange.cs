namespace Sws.Grains.Interfaces.Trust;

/// <summary>The answer to a change.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">Fingerprint of the authority, or id of the revocation or grant; null when there is none.</param>
/// <param name="Version">The version that holds now.</param>
[GenerateSerializer, Immutable, Alias("sws.trust-change")]
public sealed record TrustChange([property: Id(0)] TrustOutcome Outcome, [property: Id(1)] string? Id, [property: Id(2)] long Version);
