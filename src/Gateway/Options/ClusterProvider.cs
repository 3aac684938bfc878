namespace Sws.Gateway.Options;

/// <summary>How the nodes of a cluster find each other and where grains keep their state.</summary>
internal enum ClusterProvider
{
    /// <summary>One process; its silo has no other members.</summary>
    Localhost,

    /// <summary>Members, state and reminders are in Redis.</summary>
    Redis,
}
