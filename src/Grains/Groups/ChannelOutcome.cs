namespace Sws.Grains.Groups;

/// <summary>How sending to an edge ended.</summary>
internal enum ChannelOutcome
{
    /// <summary>The edge has taken the messages over.</summary>
    Taken,

    /// <summary>The edge knows by itself that it is not, or not any more, subscribed.</summary>
    NotSubscribed,

    /// <summary>The edge follows a newer incarnation of the group.</summary>
    Stale,

    /// <summary>The edge did not answer: it does not know that it misses messages.</summary>
    Lost,
}
