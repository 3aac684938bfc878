namespace Sws.Grains.Interfaces.Trust;

/// <summary>All that is trusted, revoked and granted at one version.</summary>
/// <param name="Tag">Changes with the content, whatever changed it: a call, or another configuration after a restart.</param>
/// <param name="Version">Grows by one with each stored change.</param>
/// <param name="Authorities">The trusted authorities.</param>
/// <param name="Revocations">The revocation list, oldest entry first.</param>
/// <param name="Grants">The runtime grants, oldest first.</param>
[GenerateSerializer, Immutable, Alias("sws.trust-snapshot")]
public sealed record TrustSnapshot(
    [property: Id(0)] string Tag,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<TrustedAuthority> Authorities,
    [property: Id(3)] IReadOnlyList<Revocation> Revocations,
    [property: Id(4)] IReadOnlyList<Grant> Grants);
