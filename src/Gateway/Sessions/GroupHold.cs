namespace Sws.Gateway.Sessions;

/// <summary>Keeps a group's live messages from a session that has not got the older ones yet. Guarded by the session.</summary>
internal sealed class GroupHold
{
    /// <summary>Messages up to this offset are not delivered: the session has them, or gets them from the group's history.</summary>
    public ulong Floor { get; private set; } = ulong.MaxValue;

    /// <summary>Whether the session has all older messages.</summary>
    public bool IsOver => Floor != ulong.MaxValue;

    /// <summary>The session has everything up to an offset; what comes behind it is delivered as it comes.</summary>
    public void End(ulong offset) => Floor = offset;
}
