namespace Sws.Gateway.Options;

/// <summary>Names and ports of the Orleans cluster; its only node is this process.</summary>
/// <param name="ClusterId">Nodes with the same id form one cluster.</param>
/// <param name="ServiceId">Stays the same over deployments; part of the names of stored state.</param>
/// <param name="SiloPort">Port between silos; 0 for any free one.</param>
/// <param name="GatewayPort">Port for edges; 0 for any free one.</param>
internal sealed record ClusterSettings(
    string ClusterId,
    string ServiceId,
    int SiloPort,
    int GatewayPort);
