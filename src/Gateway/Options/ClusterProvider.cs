namespace Sws.Gateway.Options;

/// <summary>How the nodes of the cluster find each other.</summary>
internal enum ClusterProvider
{
    /// <summary>One process, no other nodes.</summary>
    Localhost,

    /// <summary>Through Redis.</summary>
    Redis,
}
