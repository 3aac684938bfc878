using Orleans.Configuration;

namespace Sws.Gateway.Hosting;

/// <summary>
/// How fast the cluster notices a dead node. The figures were measured: docs/adr/0009-membership.md.
/// </summary>
internal static class ClusterTiming
{
    // A grain call waits for a webhook (5 s) at most; whoever waits longer waits for a silo that hangs.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OpenConnectionTimeout = TimeSpan.FromSeconds(2);

    public static void Configure(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    public static void Configure(MessagingOptions messaging) => messaging.ResponseTimeout = ResponseTimeout;

    public static void Configure(ConnectionOptions connections) => connections.OpenConnectionTimeout = OpenConnectionTimeout;

    public static void Configure(GatewayOptions gateways) => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2);
}
