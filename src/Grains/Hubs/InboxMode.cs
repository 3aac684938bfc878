namespace Sws.Grains.Hubs;

/// <summary>Whether a hub's users have inboxes.</summary>
public enum InboxMode
{
    /// <summary>They do not: a message to a user reaches the sessions that the user has.</summary>
    Off,

    /// <summary>In the message log, before anybody is told that a message was sent.</summary>
    Durable,
}
