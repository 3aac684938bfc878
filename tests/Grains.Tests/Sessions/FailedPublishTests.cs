using System.Text;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Tests.Groups;

namespace Sws.Grains.Tests.Sessions;

/// <summary>A publish whose call fails is acknowledged only when the group has it.</summary>
[Collection(ClusterFixture.Alone)]
public sealed class FailedPublishTests(ClusterFixture cluster)
{
    private readonly FakeEdge _edge = new(cluster.Client);
    private readonly string _group = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Receive_PublishIsCancelledOnItsWay_PublishedOnceAndAcknowledged()
    {
        ISessionGrain session = await OpenAsync();

        // As Orleans answers a message that has expired while the grain was looked for.
        FailingPublishes.FailNext(GroupKey.Of(ClusterFixture.Open, _group), new OperationCanceledException());

        Assert.Null((await PublishAsync(session)).Error);
        Assert.Equal(1, Published());
    }

    [Fact]
    public async Task Receive_PublishFailsInAnUnforeseenWay_CarriedOutWhenItComesAgain()
    {
        ISessionGrain session = await OpenAsync();
        FailingPublishes.FailNext(GroupKey.Of(ClusterFixture.Open, _group), new InvalidOperationException("unforeseen"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync(session));

        Assert.Null((await PublishAsync(session)).Error);
        Assert.Equal(1, Published());
    }

    private async Task<ISessionGrain> OpenAsync()
    {
        await cluster.Client.GetGroup(ClusterFixture.Open, _group).SubscribeAsync(_edge.Address, null);
        ISessionGrain session = cluster.Client.GetSession(Guid.NewGuid().ToString("N"));
        ClientIdentity identity = new([.. Guid.NewGuid().ToByteArray(), .. new byte[16]], [], 2, [192, 0, 2, 1]);
        await session.OpenAsync(new SessionOpen(ClusterFixture.Open, identity, "json.reliable.webpubsub.azure.v1", true, _edge.Address));
        return session;
    }

    private async Task<CommandResult> PublishAsync(ISessionGrain session)
    {
        PublishCommand command = new(_group, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes("x")), NoEcho: false, AckId: 1);
        return Assert.Single((await session.ReceiveAsync(new CommandBatch(1, [command]))).Results);
    }

    private int Published() => _edge.GroupDeliveries.Sum(delivery => delivery.Messages.Count);
}
