namespace Sws.Chaos.History;

/// <summary>What an event says; which fields of <see cref="HistoryEvent"/> it has.</summary>
internal enum EventKind
{
    /// <summary>A client has a session. <c>Session</c>, <c>User</c>, <c>Socket</c> where the client counts them.</summary>
    Opened,

    /// <summary>The gateway said that the session goes on whole. <c>Session</c>, <c>Socket</c>.</summary>
    Recovered,

    /// <summary>The gateway said that the session does not go on; a new one has begun. <c>Session</c>, <c>Reason</c>.</summary>
    Restarted,

    /// <summary>A group was joined again after a restart. <c>Stream</c>, <c>Whole</c>: all that was missed follows; <c>Reason</c> when refused.</summary>
    Rejoined,

    /// <summary>The connection was lost. <c>Reason</c>.</summary>
    Lost,

    /// <summary>The client has gone for good. <c>Session</c>.</summary>
    Closed,

    /// <summary>A join was asked for. <c>Stream</c>.</summary>
    JoinInvoked,

    /// <summary>A join was acknowledged. <c>Stream</c>.</summary>
    JoinAcked,

    /// <summary>A leave was asked for. <c>Stream</c>.</summary>
    LeaveInvoked,

    /// <summary>A leave was acknowledged. <c>Stream</c>.</summary>
    LeaveAcked,

    /// <summary>A publish was asked for. <c>Message</c>, <c>Stream</c>, <c>Class</c>; <c>Session</c> and <c>Socket</c> where known.</summary>
    Invoked,

    /// <summary>It was acknowledged. <c>Message</c>.</summary>
    Acked,

    /// <summary>It was refused. <c>Message</c>, <c>Reason</c>.</summary>
    Failed,

    /// <summary>Nobody can know. <c>Message</c>.</summary>
    Unknown,

    /// <summary>The application got a message. <c>Message</c>, <c>Stream</c>, <c>Session</c>; <c>Epoch</c> and <c>Offset</c> where it has a position.</summary>
    Delivered,

    /// <summary>All who are in a group, as one client was told. <c>Stream</c>, <c>Sessions</c>.</summary>
    Present,

    /// <summary>Something was broken or mended. <c>Reason</c>; the client is the node.</summary>
    Fault,
}
