using System.Net;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>The whole configuration, read and checked once at start.</summary>
/// <param name="Role">Which half of the gateway this process is.</param>
/// <param name="SwsPort">Port of the SWS endpoint; 0 for any free one.</param>
/// <param name="HttpPort">Port of the HTTP endpoint; 0 for any free one.</param>
/// <param name="BindAddress">Address that both listen on; null for all.</param>
/// <param name="DataDirectory">Where keys, authority and store of the embedded default are.</param>
/// <param name="PublicNames">Host names in the server's certificates.</param>
/// <param name="PublicAddresses">Addresses in the server's certificates.</param>
/// <param name="Tls">The certificate for <c>wss://</c>, or null.</param>
/// <param name="Proxies">Proxies in front of the SWS endpoint.</param>
/// <param name="Cluster">How nodes find each other.</param>
/// <param name="Trust">Authorities and keys.</param>
/// <param name="Api">The HTTP API.</param>
/// <param name="Limits">Limits.</param>
/// <param name="Telemetry">Where figures and traces go.</param>
/// <param name="Hubs">The hubs.</param>
internal sealed record GatewaySettings(
    GatewayRole Role,
    int SwsPort,
    int HttpPort,
    IPAddress? BindAddress,
    string DataDirectory,
    IReadOnlyList<string> PublicNames,
    IReadOnlyList<IPAddress> PublicAddresses,
    TlsSettings? Tls,
    ProxySettings Proxies,
    ClusterSettings Cluster,
    TrustSettings Trust,
    ApiSettings Api,
    LimitSettings Limits,
    TelemetrySettings Telemetry,
    IReadOnlyList<Hub> Hubs)
{
    /// <summary>Largest size of the message log's file, bytes. 10 GiB: what a small disk can spare.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>Whether clients' sockets end here.</summary>
    public bool HasEdge => Role != GatewayRole.Silo;

    /// <summary>Whether grains live here.</summary>
    public bool HasSilo => Role != GatewayRole.Edge;
}
