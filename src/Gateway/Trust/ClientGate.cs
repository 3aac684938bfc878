using Sws.Gateway.Sessions;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Trust;

/// <summary>
/// The edge's own look at a client, before its grain's: whoever is not trusted costs no grain, and a revocation that this
/// edge knows of and a silo does not yet know of holds.
/// </summary>
internal sealed class ClientGate(ClientVerifier verifier, TrustCache cache, SessionWatch watch, AuditLog audit, TimeProvider time)
{
    public ClientVerdict Verify(Hub hub, ClientIdentity identity) => verifier.Verify(hub, identity);

    /// <summary>
    /// Puts an accepted session under watch. What changed since the client was verified counts: the session is in the
    /// registry now, so a later change finds it there.
    /// </summary>
    /// <returns>Why it may not stay, or null.</returns>
    public CloseReason? Watch(EdgeSession session, CertificateFacts? certificate)
    {
        session.Certificate = certificate;
        if (certificate is not null)
        {
            watch.Expect(certificate);
        }

        TrustVerdict verdict = cache.View!.Check(session.Identity.PublicKey, certificate, time.GetUtcNow());
        return verdict.Error == CertificateError.None ? null : verdict.Error.ToCloseReason();
    }

    public void Refused(Hub hub, ClientIdentity identity, CloseReason reason, ClientVerdict verdict) =>
        audit.ClientRefused(hub.Name, identity, reason, verdict);
}
