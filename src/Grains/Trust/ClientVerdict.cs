using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>What was found out about a client before any policy of the hub.</summary>
/// <param name="Refusal">Why it may not enter; null when it may.</param>
/// <param name="RevocationId">The entry of the revocation list that decided, when one did.</param>
/// <param name="Certificate">Its certificate once the signature was found right; null where the hub asks for none.</param>
/// <param name="Facts">What of the certificate is kept for the live session.</param>
public readonly record struct ClientVerdict(CloseReason? Refusal, string? RevocationId, Certificate? Certificate, CertificateFacts? Facts);
