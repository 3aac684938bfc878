namespace Sws.Grains.Hubs;

/// <summary>Whether messages to a user wait for one who is not connected.</summary>
public enum InboxMode
{
    /// <summary>They do not: nobody connected is an error.</summary>
    Off,

    /// <summary>In the message log, until one of the user's sessions has acknowledged them.</summary>
    Durable,
}
