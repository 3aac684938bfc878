using Sws.Gateway.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Trust;

/// <summary>Ends live sessions whose clients are trusted no longer: revoked, of a removed authority, past their time.</summary>
internal sealed class SessionWatch(SessionRegistry sessions, AuditLog audit, TrustCache cache, TimeProvider time)
{
    /// <summary>Something changed: looks at every session, attached or not.</summary>
    public void Trusting(TrustView view)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (EdgeSession session in sessions.All)
        {
            EndIfRefused(session, view, now);
        }
    }

    /// <summary>Looks at the clock only. For every session one comparison.</summary>
    public void EndExpired()
    {
        if (cache.View is not { } view)
        {
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        long nowMs = now.ToUnixTimeMilliseconds();
        foreach (EdgeSession session in sessions.All)
        {
            if (session.Certificate is { } certificate && certificate.NotAfterMs <= nowMs)
            {
                EndIfRefused(session, view, now);
            }
        }
    }

    private void EndIfRefused(EdgeSession session, TrustView view, DateTimeOffset now)
    {
        TrustVerdict verdict = view.Check(session.Identity.PublicKey, session.Certificate, now);
        if (verdict.Error == CertificateError.None)
        {
            return;
        }

        CloseReason reason = verdict.Error.ToCloseReason();
        audit.SessionClosed(session, reason, verdict.RevocationId);
        sessions.EndAndTell(session, reason);
    }
}
