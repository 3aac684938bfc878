namespace Sws.Grains.Hubs;

/// <summary>What a client may want to do, and what a decision is about.</summary>
public enum PolicyAction
{
    /// <summary>Enter the hub.</summary>
    Connect,

    /// <summary>Join or leave a group; the target is its name.</summary>
    JoinGroup,

    /// <summary>Publish to a group; the target is its name.</summary>
    SendToGroup,

    /// <summary>Send to all sessions of a user; the target is the user id.</summary>
    SendToUser,

    /// <summary>Send to one session.</summary>
    SendToConnection,

    /// <summary>Invoke the hub's handler; the target is the event's name.</summary>
    InvokeEvent,

    /// <summary>Invoke a user's client; the target is the user id.</summary>
    InvokeUser,

    /// <summary>Invoke one session's client.</summary>
    InvokeConnection,
}
