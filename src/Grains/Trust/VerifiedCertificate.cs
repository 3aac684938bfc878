using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>A certificate whose signature is known to be right.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Facts">What of it is kept for live sessions.</param>
/// <param name="Signers">Who signed it.</param>
/// <param name="Store">The authorities against which that was found out; against others it must be found out again.</param>
internal sealed record VerifiedCertificate(Certificate Certificate, CertificateFacts Facts, IReadOnlyList<Certificate> Signers, TrustStore Store);
