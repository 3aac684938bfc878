using System.Security.Cryptography;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Testing;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>An edge lives while it renews its lease, whatever else takes its time.</summary>
public sealed class EdgeLeaseKeeperTests : TwoEdgeTests
{
    [Fact]
    public async Task Renew_WhileAnAssertionHangs_RenewedAndWhatIsOwedSinceIsAssertedBehindIt()
    {
        await One.ConnectAsync(RandomNumberGenerator.GetBytes(32));
        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Faults.Held = (nameof(ISessionGrain.RestoreAsync), answers.Task);
        await SuspectAsync();
        await RenewAsync();
        Task asserting = One.Lease.Asserted;
        await SuspectAsync();
        await RenewAsync();
        Assert.False(asserting.IsCompleted);
        Assert.Same(asserting, One.Lease.Asserted);

        answers.SetResult();
        await asserting.Within(Timeouts.Step, "the assertion");
        Assert.Equal(1, Cluster.Faults.HeldCalls);
        await RenewAsync();
        await One.Lease.Asserted.Within(Timeouts.Step, "the second assertion");
        Assert.Equal(2, Cluster.Faults.HeldCalls);
        await RenewAsync();
        await One.Lease.Asserted.Within(Timeouts.Step, "nothing");
        Assert.Equal(2, Cluster.Faults.HeldCalls);
    }

    private ValueTask SuspectAsync() => Cluster.Client.GetGrain<IEdgeDirectoryGrain>(0).SuspectAsync(One.Identity.Id);

    private async Task RenewAsync() => Assert.True(await One.Lease.RenewAsync().Within(Timeouts.Step, "a renewal"));
}
