using System.Text;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

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
        await _group.SubscribeAsync(one.Address);
        await _group.SubscribeAsync(other.Address);

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
    public async Task PublishAsync_OneEdgeFails_DroppedAndTheOtherGetsEverything()
    {
        FakeEdge good = new(cluster.Client);
        FakeEdge bad = new(cluster.Client) { FailsGroupDelivery = true };
        await _group.SubscribeAsync(bad.Address);
        await _group.SubscribeAsync(good.Address);

        for (int number = 0; number < 5; number++)
        {
            await _group.PublishAsync([Publish("a", number)]).AsTask().Within(Timeouts.Step, "a publish past a failing edge");
        }

        Assert.Single(bad.GroupDeliveries);
        Assert.Equal([1UL, 2, 3, 4, 5], Messages(good).Select(message => message.Offset));
    }

    [Fact]
    public async Task SubscribeAsync_AfterMessages_PositionIsTheLastAndOnlyLaterOnesCome()
    {
        FakeEdge early = new(cluster.Client);
        FakeEdge late = new(cluster.Client);
        GroupPosition start = await _group.SubscribeAsync(early.Address);
        await _group.PublishAsync([Publish("a", 0), Publish("a", 1)]);

        GroupPosition position = await _group.SubscribeAsync(late.Address);
        await _group.PublishAsync([Publish("a", 2)]);

        Assert.Equal((0UL, 2UL), (start.Offset, position.Offset));
        Assert.Equal(start.Epoch, position.Epoch);
        Assert.Equal([3UL], Messages(late).Select(message => message.Offset));
        Assert.Equal([1UL, 2, 3], Messages(early).Select(message => message.Offset));
    }

    [Fact]
    public async Task UnsubscribeAsync_Edge_GetsNoMore()
    {
        FakeEdge stays = new(cluster.Client);
        FakeEdge leaves = new(cluster.Client);
        await _group.SubscribeAsync(stays.Address);
        await _group.SubscribeAsync(leaves.Address);
        await _group.UnsubscribeAsync(leaves.Address.EdgeId);

        await _group.PublishAsync([Publish("a", 0)]);

        Assert.Empty(leaves.GroupDeliveries);
        Assert.Single(stays.GroupDeliveries);
    }

    private static GroupPublish Publish(string user, int number) =>
        new(user, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes(number.ToString("D3", null))), null);

    private static List<GroupMessage> Messages(FakeEdge edge) => [.. edge.GroupDeliveries.SelectMany(delivery => delivery.Messages)];

    private static string Text(GroupMessage message) => Encoding.UTF8.GetString(message.Data.Bytes);
}
