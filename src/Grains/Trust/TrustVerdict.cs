using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>Whether a client is trusted.</summary>
/// <param name="Error"><see cref="CertificateError.None"/> when it is, else why not.</param>
/// <param name="RevocationId">The entry of the revocation list that decided, when one did.</param>
public readonly record struct TrustVerdict(CertificateError Error, string? RevocationId);
