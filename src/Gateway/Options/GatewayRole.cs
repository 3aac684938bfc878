namespace Sws.Gateway.Options;

/// <summary>Which half of the gateway a process is.</summary>
internal enum GatewayRole
{
    /// <summary>Edge and silo in one process.</summary>
    All,

    /// <summary>Clients' sockets only; an Orleans client of the silos.</summary>
    Edge,

    /// <summary>Grains only; no SWS port.</summary>
    Silo,
}
