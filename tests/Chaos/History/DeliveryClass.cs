namespace Sws.Chaos.History;

/// <summary>What the gateway promises of a message: the rows of the table in docs/delivery.md.</summary>
internal enum DeliveryClass
{
    /// <summary>To a group without history.</summary>
    Group,

    /// <summary>To a user without an inbox, or to a session.</summary>
    Direct,

    /// <summary>To a group with history in memory.</summary>
    Memory,

    /// <summary>To a group whose messages go through the log.</summary>
    Durable,

    /// <summary>To a user whose messages go through the log.</summary>
    Inbox,
}
