namespace Sws.Gateway.Options;

/// <summary>What this process is in the cluster.</summary>
internal enum GatewayRole
{
    /// <summary>Edge and silo in one process.</summary>
    All,

    /// <summary>Takes client sockets; the grains are elsewhere.</summary>
    Edge,

    /// <summary>Holds grains; takes no client sockets.</summary>
    Silo,
}
