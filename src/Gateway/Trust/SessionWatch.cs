using Sws.Gateway.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Trust;

/// <summary>Ends live sessions whose clients are trusted no longer: revoked, of a removed authority, past their time.</summary>
internal sealed class SessionWatch(SessionRegistry sessions, AuditLog audit, TrustCache cache, TimeProvider time)
{
    // The earliest end of a certificate among the sessions, or earlier: until then there is nothing to look at.
    private long _nextEndMs = long.MaxValue;

    /// <summary>A session with a certificate is there: its end must not be missed.</summary>
    public void Expect(CertificateFacts certificate)
    {
        long next = Volatile.Read(ref _nextEndMs);
        while (certificate.NotAfterMs < next)
        {
            long seen = Interlocked.CompareExchange(ref _nextEndMs, certificate.NotAfterMs, next);
            if (seen == next)
            {
                return;
            }

            next = seen;
        }
    }

    /// <summary>Something changed: looks at every session, attached or not.</summary>
    public void Trusting(TrustView view)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (EdgeSession session in sessions.All)
        {
            EndIfRefused(session, view, now);
        }
    }

    /// <summary>Looks at the clock; at the sessions only when a certificate may have ended.</summary>
    public void EndExpired()
    {
        DateTimeOffset now = time.GetUtcNow();
        long nowMs = now.ToUnixTimeMilliseconds();
        if (cache.View is not { } view || nowMs < Volatile.Read(ref _nextEndMs))
        {
            return;
        }

        // Sessions that come while this looks are expected by their own starts.
        Volatile.Write(ref _nextEndMs, long.MaxValue);
        foreach (EdgeSession session in sessions.All)
        {
            if (session.Certificate is not { } certificate)
            {
                continue;
            }

            if (certificate.NotAfterMs <= nowMs)
            {
                EndIfRefused(session, view, now);
            }
            else
            {
                Expect(certificate);
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
