using System.Net;

namespace Sws.Gateway.Options;

/// <summary>How the nodes of the cluster find and reach each other.</summary>
/// <param name="Provider">Who keeps the list of nodes.</param>
/// <param name="Redis">StackExchange.Redis connection string; set when the provider is Redis.</param>
/// <param name="ClusterId">Nodes with the same id form one cluster.</param>
/// <param name="ServiceId">Stays the same over deployments; part of the names of stored state.</param>
/// <param name="SiloPort">Port between silos; 0 for any free one.</param>
/// <param name="GatewayPort">Port for edges; 0 for any free one.</param>
/// <param name="AdvertisedAddress">Address under which other nodes reach this one; null for the node's own.</param>
internal sealed record ClusterSettings(
    ClusterProvider Provider,
    string? Redis,
    string ClusterId,
    string ServiceId,
    int SiloPort,
    int GatewayPort,
    IPAddress? AdvertisedAddress);
