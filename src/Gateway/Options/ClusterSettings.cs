using System.Net;

namespace Sws.Gateway.Options;

/// <summary>Names and ports of the Orleans cluster, and how its nodes find each other.</summary>
/// <param name="Provider">How they find each other.</param>
/// <param name="ClusterId">Nodes with the same id form one cluster.</param>
/// <param name="ServiceId">Stays the same over deployments; part of the names of stored state.</param>
/// <param name="SiloPort">Port between silos; 0 for any free one.</param>
/// <param name="GatewayPort">Port for edges; 0 for any free one.</param>
/// <param name="AdvertisedAddress">Where other nodes reach this silo; null for <c>Gateway:BindAddress</c> or else the machine's own.</param>
/// <param name="Redis">The Redis of the cluster; null without one.</param>
internal sealed record ClusterSettings(
    ClusterProvider Provider,
    string ClusterId,
    string ServiceId,
    int SiloPort,
    int GatewayPort,
    IPAddress? AdvertisedAddress,
    RedisSettings? Redis);
