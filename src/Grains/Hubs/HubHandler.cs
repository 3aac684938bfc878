namespace Sws.Grains.Hubs;

/// <summary>Who receives the events of a hub.</summary>
public enum HubHandler
{
    /// <summary>Nobody: events are answered with an error.</summary>
    None,

    /// <summary>Every event comes back to its sender.</summary>
    Echo,
}
