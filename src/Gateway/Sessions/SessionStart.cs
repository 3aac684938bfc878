using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Whether a client got a session.</summary>
internal readonly record struct SessionStart(EdgeSession? Session, CloseReason? Refusal)
{
    public static SessionStart Accepted(EdgeSession session) => new(session, null);

    public static SessionStart Refused(CloseReason reason) => new(null, reason);
}
