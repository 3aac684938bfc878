using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;

namespace Sws.Grains.Tests.Sessions;

/// <summary>What a session's grain keeps for its client.</summary>
[Collection(ClusterFixture.Alone)]
public class SessionOutboxTests(ClusterFixture cluster)
{
    private const string Protocol = "json.reliable.webpubsub.azure.v1";

    private readonly ClientIdentity _identity = new([.. Guid.NewGuid().ToByteArray(), .. new byte[16]], [], 2, [192, 0, 2, 1]);
    private readonly FakeEdge _edge = new(cluster.Client);
    private readonly ISessionGrain _session = cluster.Client.GetGrain<ISessionGrain>(Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task SendAsync_MoreBytesThanTheClientMayLeaveUnacknowledged_OverloadedUntilItAcknowledges()
    {
        const int Half = 512 * 1024;
        await _session.OpenAsync(
            new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, _edge.Address), TestContext.Current.CancellationToken);

        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 1));
        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 2));
        Assert.Equal(SendOutcome.Overloaded, await SendAsync(1, number: 3));

        // Kept already.
        Assert.Equal(SendOutcome.Accepted, await SendAsync(Half, number: 2));

        await _session.ProgressAsync(new SessionProgress(1, 1));
        Assert.Equal(SendOutcome.Accepted, await SendAsync(1, number: 3));
    }

    [Fact]
    public async Task SendAsync_MemoryLostWhileAMessageIsOnItsWay_NoIdIsGivenTwice()
    {
        // The edge has not queued anything in between: its snapshots differ by their numbers only.
        for (int memory = 1; memory <= 3; memory++)
        {
            SessionSnapshot snapshot = new(
                new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, _edge.Address),
                Generation: memory, "user", "token", [], [], LastOutboxId: 8, Attached: true, Inbox: null, Number: memory);
            Assert.Equal(SessionStatus.Ok, await _session.RestoreAsync(snapshot, TestContext.Current.CancellationToken));
            Assert.Equal(SessionStatus.Ok, await _session.RestoreAsync(snapshot with { Number = 10 }, TestContext.Current.CancellationToken));
            Assert.Equal(SendOutcome.Accepted, await SendAsync(1, (ulong)memory));
        }

        long[] ids = [.. _edge.DirectMessages.Select(message => message.OutboxId)];
        Assert.Equal(3, ids.Length);
        Assert.True(ids[0] - 8 > new SessionLimits().OutboxMessages, $"{ids[0]} may be on its way already");
        Assert.True(ids[1] - ids[0] > new SessionLimits().OutboxMessages, $"{ids[1]} may be on its way already");
        Assert.True(ids[2] - ids[1] > new SessionLimits().OutboxMessages, $"{ids[2]} may be on its way already");
    }

    private ValueTask<SendOutcome> SendAsync(int bytes, ulong number) =>
        _session.SendAsync(new ClientData(null, new Payload(PayloadKind.Binary, new byte[bytes]), false, "sender", number));
}
