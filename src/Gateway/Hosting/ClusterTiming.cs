using Orleans.Configuration;

namespace Sws.Gateway.Hosting;

/// <summary>
/// How fast the cluster notices a dead node. The figures were measured: docs/adr/0009-membership.md.
/// </summary>
internal static class ClusterTiming
{
    // 4 s, twice, and a silo that hangs has been voted out. A method that may rightly take longer says so by [ResponseTimeout].
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(4);

    // Silos ask each other where grains are. A question to one that hangs is not taken back when it is voted out: with the
    // default of 30 s some grains could not be reached until it woke up.
    private static readonly TimeSpan SystemResponseTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan OpenConnectionTimeout = TimeSpan.FromSeconds(2);

    // A silo keeps what is for an edge whose connection broke, in case it comes back. Until it gives up, between once and
    // twice this, nobody learns that the edge is dead, and publishers wait for it; with the default of a minute, always to the end.
    private static readonly TimeSpan ClientDropTimeout = TimeSpan.FromSeconds(2);

    // Until an edge reads that a silo was voted out it goes on answering over it.
    private static readonly TimeSpan GatewayListRefreshPeriod = TimeSpan.FromSeconds(0.5);

    public static void Configure(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(0.6);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    public static void Configure(SiloMessagingOptions messaging) =>
        (messaging.ResponseTimeout, messaging.SystemResponseTimeout, messaging.ClientDropTimeout) =
        (ResponseTimeout, SystemResponseTimeout, ClientDropTimeout);

    public static void Configure(MessagingOptions messaging) => messaging.ResponseTimeout = ResponseTimeout;

    public static void Configure(ConnectionOptions connections) => connections.OpenConnectionTimeout = OpenConnectionTimeout;

    // Grains of a dead silo may come back at once, not after 24 s in case it still lives: then SiloFence keeps it silent.
    public static void Configure(GrainDirectoryOptions directory) => directory.RangeLeaseDuration = TimeSpan.Zero;

    public static void Configure(GatewayOptions gateways) => gateways.GatewayListRefreshPeriod = GatewayListRefreshPeriod;
}
