using System.Text;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

[Collection(ClusterFixture.Alone)]
public class GroupGrainTests(ClusterFixture cluster)
{
    private readonly IGroupGrain _group = cluster.Client.GetGrain<IGroupGrain>(GroupKey.Of(ClusterFixture.Open, Guid.NewGuid().ToString("N")));

    [Fact]
    public async Task PublishAsync_ManyPublishers_EveryEdgeSeesAllInOneOrderWithoutGaps()
    {
        const int Publishers = 8;
        const int Batches = 10;
        FakeEdge one = new(cluster.Client);
        FakeEdge other = new(cluster.Client);
        await _group.SubscribeAsync(one.Address, null);
        await _group.SubscribeAsync(other.Address, null);

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(PublishBatchesAsync)).Within(Timeouts.Step, "all publishes");

        List<GroupMessage> seen = Messages(one);
        Assert.Equal(Enumerable.Range(1, Publishers * Batches * 2).Select(offset => (ulong)offset), seen.Select(message => message.Offset));
        Assert.Equal(seen.Select(Text), Messages(other).Select(Text));
        Assert.Equal(seen.Select(message => message.Offset), Messages(other).Select(message => message.Offset));
        foreach (IGrouping<string?, GroupMessage> sender in seen.GroupBy(message => message.FromUserId))
        {
            Assert.Equal(Enumerable.Range(0, Batches * 2).Select(number => number.ToString("D3", null)), sender.Select(Text));
        }

        Assert.Single(one.GroupDeliveries.Select(delivery => delivery.Epoch).Distinct());

        async Task PublishBatchesAsync(int publisher)
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                await _group.PublishAsync([Publish("user-" + publisher, batch * 2), Publish("user-" + publisher, (batch * 2) + 1)]);
            }
        }
    }

    [Fact]
    public async Task PublishAsync_AProducersNumberAgain_DeliveredOnce()
    {
        FakeEdge edge = new(cluster.Client);
        await _group.SubscribeAsync(edge.Address, null);

        Assert.Null(await _group.PublishAsync([Numbered(1), Numbered(2)]));
        Assert.Null(await _group.PublishAsync([Numbered(1), Numbered(2), Numbered(3)]));
        Assert.Null(await _group.PublishAsync([Numbered(3)]));

        Assert.Equal(["001", "002", "003"], Messages(edge).Select(Text));
        Assert.Equal([1UL, 2, 3], Messages(edge).Select(message => message.Offset));

        static GroupPublish Numbered(int number) => Publish("a", number) with { Producer = "connection", Number = (ulong)number };
    }

    [Fact]
    public async Task PublishAsync_OneEdgeFails_RetriedThenDroppedAndTheEdgeHearsOfIt()
    {
        FakeEdge good = new(cluster.Client);
        FakeEdge bad = new(cluster.Client) { FailsGroupDelivery = true };
        string term = await bad.RegisterAsync();
        await _group.SubscribeAsync(bad.Address, null);
        await _group.SubscribeAsync(good.Address, null);

        for (int number = 0; number < 5; number++)
        {
            Assert.Null(await _group.PublishAsync([Publish("a", number)]).AsTask().Within(Timeouts.Step, "a publish past a failing edge"));
        }

        Assert.Equal([1UL, 1, 1, 1], Messages(bad).Select(message => message.Offset));
        Assert.Equal([1UL, 2, 3, 4, 5], Messages(good).Select(message => message.Offset));
        Assert.NotEqual(term, (await Directory.RegisterAsync(bad.Address, term)).Term);
        await Directory.UnregisterAsync(bad.Address.EdgeId);
    }

    [Fact]
    public async Task SubscribeAsync_DroppedEdge_LearnsThatItMissedMessages()
    {
        FakeEdge bad = new(cluster.Client) { FailsGroupDelivery = true };
        GroupPosition start = (await _group.SubscribeAsync(bad.Address, null)).Position;
        await _group.PublishAsync([Publish("a", 0)]).AsTask().Within(Timeouts.Step, "a publish past a failing edge");
        bad.FailsGroupDelivery = false;

        GroupSubscription again = await _group.SubscribeAsync(bad.Address, start);
        await _group.PublishAsync([Publish("a", 1)]);

        Assert.False(again.IsWhole);
        Assert.Equal(1UL, again.Position.Offset);
        Assert.Equal(2UL, Messages(bad)[^1].Offset);
        Assert.True((await _group.SubscribeAsync(bad.Address, again.Position)).IsWhole);
    }

    [Fact]
    public async Task SubscribeAsync_EdgeHasAll_IsWhole()
    {
        FakeEdge edge = new(cluster.Client);
        FakeEdge keeper = new(cluster.Client);
        await _group.SubscribeAsync(keeper.Address, null);
        GroupPosition start = (await _group.SubscribeAsync(edge.Address, null)).Position;
        await _group.UnsubscribeAsync(edge.Address.EdgeId);

        Assert.True((await _group.SubscribeAsync(edge.Address, start)).IsWhole);
        await _group.UnsubscribeAsync(edge.Address.EdgeId);
        Assert.False((await _group.SubscribeAsync(edge.Address, start with { Epoch = "other" })).IsWhole);
    }

    [Fact]
    public async Task PublishAsync_EdgeFollowsANewerIncarnation_RefusedAndGroupStartsAnew()
    {
        FakeEdge edge = new(cluster.Client) { GroupReceipt = GroupReceipt.Stale };
        string epoch = (await _group.SubscribeAsync(edge.Address, null)).Position.Epoch;

        Assert.Equal(OperationErrors.Unavailable, await _group.PublishAsync([Publish("a", 0)]));

        edge.GroupReceipt = GroupReceipt.Taken;
        Assert.NotEqual(epoch, (await _group.SubscribeAsync(edge.Address, null)).Position.Epoch);
    }

    [Fact]
    public async Task OnActivateAsync_EdgeWithMembers_GetsTheFirstMessage()
    {
        FakeEdge edge = new(cluster.Client) { GroupPosition = new GroupPosition("old", 7) };
        await edge.RegisterAsync();
        try
        {
            Assert.Null(await _group.PublishAsync([Publish("a", 0)]));
        }
        finally
        {
            await Directory.UnregisterAsync(edge.Address.EdgeId);
        }

        Assert.Equal([1UL], Messages(edge).Select(message => message.Offset));
    }

    [Fact]
    public async Task OnActivateAsync_EdgeHangs_SuspectedSoThatItAssertsItsGroups()
    {
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeEdge edge = new(cluster.Client) { GroupPosition = new GroupPosition("old", 7), Hang = hang.Task };
        string term = await edge.RegisterAsync();
        try
        {
            Assert.Null(await _group.PublishAsync([Publish("a", 0)]).AsTask().Within(Timeouts.Step, "a publish past a hanging edge"));

            Assert.NotEqual(term, (await Directory.RegisterAsync(edge.Address, term)).Term);
            Assert.False((await _group.SubscribeAsync(edge.Address, new GroupPosition("old", 7))).IsWhole);
        }
        finally
        {
            hang.SetResult();
            await Directory.UnregisterAsync(edge.Address.EdgeId);
        }
    }

    [Fact]
    public async Task SubscribeAsync_AfterMessages_PositionIsTheLastAndOnlyLaterOnesCome()
    {
        FakeEdge early = new(cluster.Client);
        FakeEdge late = new(cluster.Client);
        GroupPosition start = (await _group.SubscribeAsync(early.Address, null)).Position;
        await _group.PublishAsync([Publish("a", 0), Publish("a", 1)]);

        GroupPosition position = (await _group.SubscribeAsync(late.Address, null)).Position;
        await _group.PublishAsync([Publish("a", 2)]);

        Assert.Equal((0UL, 2UL), (start.Offset, position.Offset));
        Assert.Equal(start.Epoch, position.Epoch);
        Assert.Equal([3UL], Messages(late).Select(message => message.Offset));
        Assert.Equal([1UL, 2, 3], Messages(early).Select(message => message.Offset));
    }

    [Fact]
    public async Task SubscribeAsync_KeptMessagesPublishedMeanwhile_AnsweredWhenTheOtherEdgesHaveThem()
    {
        IGroupGrain group = cluster.Client.GetGrain<IGroupGrain>(GroupKey.Of(ClusterFixture.Kept, Guid.NewGuid().ToString("N")));
        SteppedEdge former = new();
        FakeEdge next = new(cluster.Client);
        await group.SubscribeAsync(Address(former), null);
        Task<OperationError?> one = group.PublishAsync([Publish("a", 1)]).AsTask();
        await former.CallAsync(1).Within(Timeouts.Step, "the first message");
        Task<GroupSubscription> subscribing = group.SubscribeAsync(next.Address, null).AsTask();
        Task<OperationError?> two = group.PublishAsync([Publish("a", 2)]).AsTask();
        await AskAsync(group);
        former.Finish();
        await former.CallAsync(2).Within(Timeouts.Step, "the second message");
        Assert.Null(await one.Within(Timeouts.Step, "the first publish"));
        await AskAsync(group);

        // It would say that the former edge has the second message, which a session that moves has then missed.
        Assert.False(subscribing.IsCompleted);
        former.Finish();

        Assert.Equal(2UL, (await subscribing.Within(Timeouts.Step, "the subscription")).Position.Offset);
        Assert.Null(await two.Within(Timeouts.Step, "the second publish"));
    }

    [Fact]
    public async Task PublishAsync_AgainWhileTheFirstCannotReportALostEdge_NeitherIsAcknowledged()
    {
        SteppedEdge lost = new();
        EdgeAddress address = Address(lost);
        TaskCompletionSource failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FailingReports.Fail(address.EdgeId, failure.Task);
        await _group.SubscribeAsync(address, null);
        GroupPublish message = Publish("a", 1) with { Producer = "connection", Number = 1 };
        Task<OperationError?> first = _group.PublishAsync([message]).AsTask();
        await lost.CallAsync(1).Within(Timeouts.Step, "the message");
        Task<OperationError?> again = _group.PublishAsync([message]).AsTask();
        await AskAsync(_group);

        for (int call = 1; call <= 4; call++)
        {
            await lost.CallAsync(call).Within(Timeouts.Step, $"call {call}");
            lost.Fail();
        }

        failure.SetResult();

        Assert.Equal(OperationErrors.Unavailable, await first.Within(Timeouts.Step, "the first publish"));
        Assert.Equal(OperationErrors.Unavailable, await again.Within(Timeouts.Step, "the repetition"));
    }

    [Fact]
    public async Task UnsubscribeAsync_Edge_GetsNoMore()
    {
        FakeEdge stays = new(cluster.Client);
        FakeEdge leaves = new(cluster.Client);
        await _group.SubscribeAsync(stays.Address, null);
        await _group.SubscribeAsync(leaves.Address, null);
        await _group.UnsubscribeAsync(leaves.Address.EdgeId);

        await _group.PublishAsync([Publish("a", 0)]);

        Assert.Empty(leaves.GroupDeliveries);
        Assert.Single(stays.GroupDeliveries);
    }

    private EdgeAddress Address(SteppedEdge edge) => new(Guid.NewGuid().ToString("N"), cluster.Client.CreateObjectReference<IEdgeObserver>(edge));

    /// <summary>Goes to the group and back a few times: what could be answered before has been by then.</summary>
    private static async Task AskAsync(IGroupGrain group)
    {
        for (int turn = 0; turn < 10; turn++)
        {
            await group.ReadAsync(null);
        }
    }

    private IEdgeDirectoryGrain Directory => cluster.Client.GetGrain<IEdgeDirectoryGrain>(0);

    private static GroupPublish Publish(string user, int number) =>
        new(user, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes(number.ToString("D3", null))), null);

    private static List<GroupMessage> Messages(FakeEdge edge) => [.. edge.GroupDeliveries.SelectMany(delivery => delivery.Messages)];

    private static string Text(GroupMessage message) => Encoding.UTF8.GetString(message.Data.Bytes);
}
