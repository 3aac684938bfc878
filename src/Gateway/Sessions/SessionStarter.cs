using Sws.Gateway.Connections;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Gives the socket of an authorised client its session, new or recovered.</summary>
internal sealed partial class SessionStarter(SessionRegistry sessions, SessionResumption resumption, ILogger<SessionStarter> logger)
{
    public async Task<SessionStart> StartAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        try
        {
            return url is { Codec: not null, RecoverConnectionId: not null, RecoveryToken: not null }
                ? await resumption.ResumeAsync(connection, url, identity)
                : await sessions.OpenAsync(connection, url, identity);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogBackendUnavailable(logger, exception);
            return SessionStart.Refused(CloseReason.BackendUnavailable);
        }
    }
}
