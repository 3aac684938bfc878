using Sws.Gateway.Connections;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Gives the socket of an authorised client its session, new or recovered.</summary>
internal sealed partial class SessionStarter(SessionRegistry sessions, SessionResumption resumption, ClientGate gate, ILogger<SessionStarter> logger)
{
    public async Task<SessionStart> StartAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        // From here on it is the cluster that takes its time: the client may come back, and its session waits for it.
        connection.DeadlineReason = CloseReason.BackendUnavailable;
        ClientVerdict verdict = gate.Verify(url.Hub, identity);
        SessionStart start = verdict.Refusal is { } refusal ? SessionStart.Refused(refusal) : await StartVerifiedAsync(connection, url, identity);
        if (start.Session is { } session && gate.Watch(session, verdict.Facts) is { } late)
        {
            sessions.EndAndTell(session, late);
            start = SessionStart.Refused(late);
        }

        if (start.Refusal is { } reason)
        {
            gate.Refused(url.Hub, identity, reason, verdict);
        }

        return start;
    }

    private async Task<SessionStart> StartVerifiedAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        try
        {
            return url is { Codec: not null, RecoverConnectionId: not null, RecoveryToken: not null }
                ? await resumption.ResumeAsync(connection, url, identity)
                : await sessions.OpenAsync(connection, url, identity);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogBackendUnavailable(logger, exception.GetType().Name);
            return SessionStart.Refused(CloseReason.BackendUnavailable);
        }
    }
}
