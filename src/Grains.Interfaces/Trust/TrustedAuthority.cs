namespace Sws.Grains.Interfaces.Trust;

/// <summary>One trusted certificate authority.</summary>
/// <param name="Fingerprint">Lower-case hexadecimal SHA-256 of its certificate's signed bytes.</param>
/// <param name="CertificateJson">Its self-signed certificate.</param>
/// <param name="Source">Why it is trusted.</param>
/// <param name="Note">Who added it, when it was added while the cluster ran.</param>
[GenerateSerializer, Immutable, Alias("sws.trusted-authority")]
public sealed record TrustedAuthority(
    [property: Id(0)] string Fingerprint,
    [property: Id(1)] string CertificateJson,
    [property: Id(2)] AuthoritySource Source,
    [property: Id(3)] ChangeNote? Note);
