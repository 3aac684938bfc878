namespace Sws.Grains.Hubs;

/// <summary>Whether a hub's groups keep their messages.</summary>
public enum HistoryMode
{
    /// <summary>They do not.</summary>
    Off,

    /// <summary>In the memory of the group's silo; gone with it.</summary>
    Memory,

    /// <summary>In the message log, before anybody is told that a message was published.</summary>
    Durable,
}
