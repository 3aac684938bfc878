using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests.Sessions;

/// <summary>What a session's grain keeps for its client.</summary>
[Collection(ClusterFixture.Alone)]
public class SessionOutboxTests(ClusterFixture cluster)
{
    private readonly ClientIdentity _identity = new([.. Guid.NewGuid().ToByteArray(), .. new byte[16]], [], 2, [192, 0, 2, 1]);
    private readonly FakeEdge _edge = new(cluster.Client);
    private readonly ISessionGrain _session = cluster.Client.GetGrain<ISessionGrain>(Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task SendAsync_MoreBytesThanTheClientMayLeaveUnacknowledged_OverloadedUntilItAcknowledges()
    {
        const int Half = 512 * 1024;
        await _session.OpenAsync(
            new SessionOpen(ClusterFixture.Open, _identity, "json.reliable.webpubsub.azure.v1", true, _edge.Address), TestContext.Current.CancellationToken);

        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 1));
        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 2));
        Assert.Equal(SendOutcome.Overloaded, await SendAsync(1, number: 3));

        // Kept already.
        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 2));

        await _session.ProgressAsync(new SessionProgress(1, 1));
        Assert.Equal(SendOutcome.Accepted, await SendAsync(1, number: 3));
    }

    private ValueTask<SendOutcome> SendAsync(int bytes, ulong number) =>
        _session.SendAsync(new ClientData(null, new Payload(PayloadKind.Binary, new byte[bytes]), false, "sender", number));
}
