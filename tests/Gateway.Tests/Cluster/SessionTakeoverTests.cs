using System.Text;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol.Messaging;
using Sws.Testing;
using DirectMessage = Sws.Grains.Interfaces.Sessions.DirectMessage;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>What is addressed to a session while it is on its way to another edge.</summary>
public sealed class SessionTakeoverTests : TwoEdgeTests
{
    private const string Id = "session-on-its-way";

    [Fact]
    public async Task Deliver_SessionOnItsWay_KeptWithoutHoldingUpOthersAndInOrderBehindTheOutbox()
    {
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));

        // The observer of the session: whatever waited here would hold up everything else that it carries.
        IReadOnlyList<int> refused = await Observer.DeliverToSessionsAsync([Delivery(2, 3)]).AsTask().Within(Timeouts.Step, "an answer during the takeover");

        Assert.Empty(refused);
        Assert.Equal(0, session.Queue.LastOutboxId);
        Assert.True(Fill(session, [Message(1), Message(2)]));
        Assert.Empty(await Observer.DeliverToSessionsAsync([Delivery(4)]));
        Assert.Equal([1L, 2, 3, 4], session.Queue.TakeTail([]).Messages.Select(message => message.OutboxId));
    }

    [Fact]
    public async Task Deliver_TakeoverFailed_NotTaken()
    {
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        session.Takeover!.Complete(succeeded: false);

        Assert.Equal([0], await Observer.DeliverToSessionsAsync([Delivery(1)]));
    }

    [Fact]
    public async Task Deliver_MoreThanTheQueueHolds_TheTakeoverFails()
    {
        EdgeSession session = Coming(new SendQueueLimits(2, 1024));

        Assert.Empty(await Observer.DeliverToSessionsAsync([Delivery(1, 2, 3)]));

        Assert.False(Fill(session, []));
    }

    [Fact]
    public void Fill_GroupBeganAnewMeanwhile_ItsFirstMessagesAreNotTakenForHad()
    {
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        foreach ((string epoch, ulong offset) in new[] { ("one", 7UL), ("one", 8UL), ("two", 1UL) })
        {
            GroupMessage message = new(offset, null, new Payload(PayloadKind.Text, [1]), null);
            Assert.True(session.Takeover!.TryHold("g", epoch, message, Encoding.UTF8.GetBytes($"{epoch} {offset}")));
        }

        Assert.True(session.Takeover!.TryFill(
            session,
            new Dictionary<string, GroupPosition> { ["g"] = new("one", 6) },
            new SessionTail(0, 0, [], [new GroupOffset("g", "one", 7)], 0),
            []));

        Assert.Equal(["one 8", "two 1"], session.TakeTail([], [])!.Messages.Select(message => Encoding.UTF8.GetString(message.Body)));
    }

    [Theory]
    [InlineData("one", 8, 0)]
    [InlineData("one", 9, 1)]
    [InlineData("two", 1, 1)]
    public void Deliver_GroupMessageThatTheFormerEdgeHadFirst_NotQueuedAgain(string epoch, ulong offset, int queued)
    {
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        Assert.True(session.Takeover!.TryFill(
            session,
            new Dictionary<string, GroupPosition> { ["g"] = new("one", 6) },
            new SessionTail(0, 0, [], [new GroupOffset("g", "one", 8)], 0),
            []));

        GroupMessage late = new(offset, null, new Payload(PayloadKind.Text, [1]), null);
        session.Deliver(new LocalGroup("chat", "g"), epoch, late, new EncodedMessage(new Pong(), default));

        Assert.Equal(queued, session.TakeTail([], [])!.Messages.Count);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    public void Deliver_NumberedMessageThatTheFormerEdgeHadFirst_NotQueuedAgain(ulong number, int queued)
    {
        EdgeSession former = Coming(new SendQueueLimits(10, 1024));
        Assert.True(Fill(former, []));
        former.Deliver(Numbered(outboxId: 1, number: 7));
        SessionTail tail = former.TakeTail([], [])!;
        Assert.Single(tail.Messages);

        // Twice removed: the edge in between hands on what it was told.
        EdgeSession between = Coming(new SendQueueLimits(10, 1024));
        Assert.True(between.Takeover!.TryFill(between, new Dictionary<string, GroupPosition>(), tail with { Messages = [] }, []));
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        Assert.True(session.Takeover!.TryFill(session, new Dictionary<string, GroupPosition>(), between.TakeTail([], [])!, []));

        // The silos of sender and receiver died: the sender's edge sends again, to a grain that knows of nothing.
        session.Deliver(Numbered(outboxId: 2, number));

        SessionTail now = session.TakeTail([], [])!;
        Assert.Equal(queued, now.Messages.Count);
        Assert.Equal(2, now.LastOutboxId);
    }

    [Fact]
    public void TakeTail_MessageFoundNoRoom_None()
    {
        EdgeSession session = Coming(new SendQueueLimits(2, 1024));
        Assert.True(Fill(session, [Message(1), Message(2)]));

        session.Deliver(Message(3));

        Assert.Null(session.TakeTail([], []));
    }

    [Fact]
    public void Deliver_BehindWhatALaterMemoryOfItsGrainSent_NotTakenForHad()
    {
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        Assert.True(Fill(session, []));
        session.Deliver(Numbered(outboxId: 20, number: 1));

        // Overtaken on its way from a silo that died, and dropped: its sender has had no answer, and sends it again.
        session.Deliver(Numbered(outboxId: 11, number: 2));
        session.Deliver(Numbered(outboxId: 21, number: 2));

        Assert.Equal([20L, 21], session.Queue.TakeTail([]).Messages.Select(message => message.OutboxId));
    }

    [Fact]
    public void Snapshot_Again_NumberGrowsAlsoAtTheNextEdge()
    {
        EdgeSession former = Coming(new SendQueueLimits(10, 1024));
        Assert.True(Fill(former, []));
        long[] numbers = [former.Snapshot().Number, former.Snapshot().Number];
        EdgeSession session = Coming(new SendQueueLimits(10, 1024));
        Assert.True(session.Takeover!.TryFill(session, new Dictionary<string, GroupPosition>(), former.TakeTail([], [])!, []));

        Assert.Equal([1L, 2, 3], [.. numbers, session.Snapshot().Number]);
    }

    [Fact]
    public async Task Snapshot_WhileMessagesOfTheInboxCome_PlaceAndLastIdAreOfTheSameMessage()
    {
        for (int round = 0; round < 50; round++)
        {
            EdgeSession session = Coming(new SendQueueLimits(2000, 1024 * 1024));
            Assert.True(Fill(session, []));
            session.Opened("user", "token");
            Task deliveries = Task.Run(
                () =>
                {
                    for (int id = 1; id <= 1000; id++)
                    {
                        session.Deliver(new DirectMessage(id, new ClientData(
                            "sender", new Payload(PayloadKind.Text, [(byte)id]), ToUser: true, Inbox: new InboxPosition("epoch", (ulong)id))));
                    }
                },
                TestContext.Current.CancellationToken);
            while (!deliveries.IsCompleted)
            {
                SessionSnapshot snapshot = session.Snapshot();
                Assert.Equal((ulong)snapshot.LastOutboxId, snapshot.Inbox?.Offset ?? 0);
            }

            await deliveries;
            SessionTail tail = session.TakeTail([], [])!;
            Assert.Equal((1000L, 1000UL), (tail.LastOutboxId, tail.Inbox!.Offset));
        }
    }

    private IEdgeObserver Observer => Other.Identity.AddressFor(Id).Observer;

    private EdgeSession Coming(SendQueueLimits limits)
    {
        IMessageCodec codec = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;
        SessionOpen open = new("chat", new ClientIdentity([1], [], 2, [192, 0, 2, 1]), codec.Name, Recoverable: true, Other.Identity.AddressFor(Id));
        EdgeSession session = new(Id, open, codec, Cluster.Client.GetGrain<ISessionGrain>(Id), limits) { Takeover = new SessionTakeover(limits) };
        Other.Sessions.Add(session);
        return session;
    }

    private static bool Fill(EdgeSession session, IReadOnlyList<DirectMessage> outbox) =>
        session.Takeover!.TryFill(session, new Dictionary<string, GroupPosition>(), new SessionTail(0, 0, [], [], 0), outbox);

    private static SessionDelivery Delivery(params long[] outboxIds) => new(Id, 1, [.. outboxIds.Select(Message)]);

    private static DirectMessage Numbered(long outboxId, ulong number) =>
        new(outboxId, new ClientData("sender", new Payload(PayloadKind.Text, [1]), ToUser: false, Producer: "sender's session", number));

    private static DirectMessage Message(long outboxId) =>
        new(outboxId, new ClientData("sender", new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes($"{outboxId}")), ToUser: false));
}
