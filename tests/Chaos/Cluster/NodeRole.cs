namespace Sws.Chaos.Cluster;

/// <summary>What a node is.</summary>
internal enum NodeRole
{
    /// <summary>Edge and silo in one process.</summary>
    All,

    /// <summary>Clients' sockets.</summary>
    Edge,

    /// <summary>Grains.</summary>
    Silo,
}
