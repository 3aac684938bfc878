using System.Security.Cryptography;
using System.Text;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;
using Sws.Testing;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>A client that comes back to another edge than the one it left.</summary>
public sealed class CrossEdgeResumeTests : TwoEdgeTests
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task Resume_OnAnotherEdge_UnacknowledgedAndMissedMessagesFollowInOrder()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        TestClient sender = await SenderAsync();
        await PublishAsync(sender, 1, 5);
        Assert.Equal(Texts(1, 5), await client.ReadTextsAsync(5));
        client.Acknowledge(2);
        await client.AskAsync(ackId => new LeaveGroup("none", ackId));
        await client.LoseAsync();
        await PublishAsync(sender, 6, 10);

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.True(again.Greeting!.Recovered);
        Assert.Equal(Texts(3, 10), await again.ReadTextsAsync(8));
        await PublishAsync(sender, 11, 12);
        Assert.Equal(Texts(11, 12), await again.ReadTextsAsync(2));
        Assert.Null(One.Sessions.Find(client.Greeting!.ConnectionId));
    }

    [Fact]
    public async Task Resume_WithARenewedCertificate_ItsGrainIsRefilledWithThat()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();

        ClientIdentity renewed = new(_key, [1, 2, 3], 2, [192, 0, 2, 1]);
        TestClient again = await TestClient.ConnectAsync(One, renewed, client.Greeting);

        Assert.Equal(renewed.CertificateJson, again.Session!.Snapshot().Open.Identity.CertificateJson);
    }

    [Fact]
    public async Task Resume_WithoutAnyMessage_Recovered()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.True(again.Greeting!.Recovered);
        Assert.Equal(client.Greeting!.ConnectionId, again.Greeting.ConnectionId);
    }

    [Fact]
    public async Task Resume_WhileThePublisherKeepsOn_NothingMissingTwiceOrOutOfOrder()
    {
        const int Messages = 300;
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        TestClient sender = await SenderAsync();
        Task publishing = PublishAsync(sender, 1, Messages);
        List<(string, ulong)> seen = [];
        TestEdge[] edges = [Other, One];
        for (int hop = 0; hop < 6; hop++)
        {
            seen.AddRange(await client.ReadTextsAsync(20));
            client.Acknowledge(seen[^1].Item2);
            await client.AskAsync(ackId => new LeaveGroup("none", ackId));
            Connected greeting = client.Greeting!;
            await client.LoseAsync();
            client = await edges[hop % 2].ConnectAsync(_key, greeting);
            Assert.Null(client.Refusal);
        }

        await publishing.Within(Timeouts.Step, "all publishes");
        List<(string, ulong)> rest = await client.ReadTextsAsync(Messages - seen.Count);

        Assert.Equal(Texts(1, Messages), [.. seen, .. rest]);
    }

    [Fact]
    public async Task Resume_OldSocketLooksAlive_ReplacedAndLaterTrafficDropped()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        TestClient sender = await SenderAsync();

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);
        await PublishAsync(sender, 1, 2);

        Assert.Equal(Texts(1, 2), await again.ReadTextsAsync(2));
        Assert.Equal(CloseReason.SessionReplaced, (await client.Ended.Within(Timeouts.Step, "the old socket's end")).Reason);
        Assert.Null(One.Groups.Find("chat", "g"));
    }

    [Fact]
    public async Task Resume_TwoAtOnce_OneOwnsTheSessionAndHasEverything()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        TestClient sender = await SenderAsync();
        await PublishAsync(sender, 1, 3);
        await client.LoseAsync();

        TestClient[] rivals = await Task.WhenAll(Other.ConnectAsync(_key, client.Greeting), One.ConnectAsync(_key, client.Greeting));

        List<TestClient> alive = [.. rivals.Where(rival => rival.Session is { } session && Owns(rival, session))];
        TestClient owner = Assert.Single(alive);
        await PublishAsync(sender, 4, 4);
        Assert.Equal(Texts(1, 4), await owner.ReadTextsAsync(4));
    }

    [Fact]
    public async Task Resume_OldEdgeIsDead_RefusedAndSessionOver()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        One.Link.IsCut = true;
        await One.Lease.ReleaseAsync();

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.Equal(CloseReason.RecoveryRefused, again.Refusal);
        Assert.Null(Other.Sessions.Find(client.Greeting!.ConnectionId));
    }

    [Fact]
    public async Task Resume_OldEdgeIsDeadAndTheClientCounts_NewSessionBeginsWithWhatItWasOwed()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await SenderAsync();
        await SendAsync(sender, client, 1, 3);
        Assert.Equal(Texts(1, 3), await client.ReadTextsAsync(3));
        await client.LoseAsync();
        One.Link.IsCut = true;
        await SendAsync(sender, client, 4, 5);
        await One.Lease.ReleaseAsync();
        ClientIdentity identity = new(_key, [], 2, [192, 0, 2, 1]);
        SessionResume lost = new(
            TestCluster.Chat.Name, identity, client.Session!.Codec!.Name, client.Greeting!.ReconnectionToken!, Other.Identity.AddressFor("x"), Received: 2);
        Assert.Equal(3, (await client.Session.Grain.ResumeAsync(lost, TestContext.Current.CancellationToken)).Owed!.Count);
        int sessions = Other.Sessions.Count;
        Assert.Equal(
            CloseReason.BackendUnavailable, (await TestClient.ConnectAsync(Other, identity, client.Greeting, received: 2, isGone: true)).Refusal);
        Assert.Equal(sessions, Other.Sessions.Count);

        TestClient again = await Other.ConnectAsync(_key, client.Greeting, received: 2);

        Assert.Null(again.Refusal);
        Assert.False(again.Greeting!.Recovered);
        Assert.NotNull(again.Greeting.Reason);
        Assert.NotEqual(client.Greeting!.ConnectionId, again.Greeting.ConnectionId);
        await SendAsync(sender, again, 6, 6);
        Assert.Equal([("3", 1UL), ("4", 2), ("5", 3), ("6", 4)], await again.ReadTextsAsync(4));
    }

    [Fact]
    public async Task Resume_NewSessionThatTheClientNeverHeardOf_TheNextOneBeginsWithWhatThatWasOwed()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await SenderAsync();
        client.Session!.Break(CloseReason.MessagesMissed);
        await client.LoseAsync();
        await SendAsync(sender, client, 1, 2);
        TestClient unheard = await Other.ConnectAsync(_key, client.Greeting, received: 0);
        await unheard.LoseAsync();
        await SendAsync(sender, unheard, 3, 4);

        TestClient again = await One.ConnectAsync(_key, client.Greeting, received: 0);

        Assert.Equal(Texts(1, 4), await again.ReadTextsAsync(4));
        Assert.Null(Other.Sessions.Find(unheard.Greeting!.ConnectionId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_SessionMissedGroupMessagesAndTheClientCounts_NewSessionBeginsWithWhatItWasOwed(bool sameEdge)
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await SenderAsync();
        await SendAsync(sender, client, 1, 2);
        Assert.Equal(Texts(1, 2), await client.ReadTextsAsync(2));
        client.Session!.Break(CloseReason.MessagesMissed);
        await client.LoseAsync();
        await SendAsync(sender, client, 3, 3);

        TestClient again = await (sameEdge ? One : Other).ConnectAsync(_key, client.Greeting, received: 1);

        Assert.False(again.Greeting!.Recovered);
        Assert.Equal([("2", 1UL), ("3", 2)], await again.ReadTextsAsync(2));
        Assert.Null(One.Sessions.Find(client.Greeting!.ConnectionId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_ClientHasGoneMeanwhile_SessionStaysForItsNextTry(bool sameEdge)
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        ClientIdentity identity = new(_key, [], 2, [192, 0, 2, 1]);

        TestClient gone = await TestClient.ConnectAsync(sameEdge ? One : Other, identity, client.Greeting, isGone: true);
        Assert.Equal(CloseReason.BackendUnavailable, gone.Refusal);
        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.True(again.Greeting!.Recovered);
        Assert.Equal(2, again.Session!.Generation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_DeadlinePassesWhileTheClusterIsSlow_SessionStaysForItsNextTry(bool sameEdge)
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();

        TestClient late = await ConnectLateAsync(sameEdge ? One : Other, "ResumeAsync", client.Greeting);
        LoopEnd end = await late.Ended.Within(Timeouts.Step, "the end of the late socket");
        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.Equal(LoopEnd.ByUs(CloseReason.BackendUnavailable), end);
        Assert.True(again.Greeting!.Recovered);
        Assert.Equal(3, again.Session!.Generation);
    }

    [Fact]
    public async Task Connect_DeadlinePassesWhileTheClusterIsSlow_RefusedAndNothingIsLeft()
    {
        TestClient late = await ConnectLateAsync(One, "OpenAsync", recover: null);

        Assert.Equal(CloseReason.BackendUnavailable, late.Refusal);
        Assert.Equal(0, One.Sessions.Count);
    }

    [Fact]
    public async Task Connect_ClientHasSentAllAndGone_IsServed()
    {
        TestClient gone = await TestClient.ConnectAsync(One, new ClientIdentity(_key, [], 2, [192, 0, 2, 1]), recover: null, isGone: true);

        Assert.Null(gone.Refusal);
        Assert.True((await gone.JoinAsync("g")).Success);
    }

    [Fact]
    public async Task Commands_OfASocketThatWasReplaced_NotCarriedOutUnderTheNewOnesName()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient again = await One.ConnectAsync(_key, client.Greeting);
        EdgeSession session = again.Session!;

        Assert.Equal((0, 2), (session.GenerationOf(client.Socket), session.GenerationOf(again.Socket)));
        CommandResults results = await One.Commands.SendAsync(session, 1, [new JoinGroupCommand("g", false, 1)]);
        Assert.Equal(SessionStatus.Superseded, results.Status);
    }

    [Fact]
    public async Task Deliver_SameNumberUnderALaterOutboxId_QueuedOnceAndNotSentAgainByTheNextEdge()
    {
        TestClient client = await One.ConnectAsync(_key);
        foreach ((long outboxId, ulong number) in new[] { (1L, 1UL), (2L, 1UL), (3L, 2UL) })
        {
            client.Session!.Deliver(new Grains.Interfaces.Sessions.DirectMessage(
                outboxId, new ClientData(null, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes($"{number}")), ToUser: true, "sender", number)));
        }

        client.Session!.Queue.Flush();

        Assert.Equal(Texts(1, 2), await client.ReadTextsAsync(2));
        Assert.Equal(3, client.Session.Queue.LastOutboxId);
    }

    [Fact]
    public async Task Resume_GroupThatHasForgottenPublishesAgain_OnlyWhatTheSessionHasNotHad()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        await DeliverAsync(One, 1);
        await client.LoseAsync();
        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        await DeliverAsync(Other, 1, 2);

        Assert.Equal(Texts(1, 2), await again.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Resume_OldEdgeOutOfReachForAWhile_RetryableThenWhole()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        await PublishAsync(await SenderAsync(), 1, 2);
        await client.LoseAsync();
        One.Link.IsCut = true;

        Assert.Equal(CloseReason.BackendUnavailable, (await Other.ConnectAsync(_key, client.Greeting)).Refusal);
        One.Link.IsCut = false;
        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.Equal(Texts(1, 2), await again.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Resume_TheTailGetsLostOnTheWay_AskedForAgain()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.JoinAsync("g");
        await PublishAsync(await SenderAsync(), 1, 2);
        await client.LoseAsync();
        One.Link.AnswersToLose = int.MaxValue;
        Assert.Equal(CloseReason.BackendUnavailable, (await Other.ConnectAsync(_key, client.Greeting)).Refusal);
        One.Link.AnswersToLose = 0;

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);

        Assert.Equal(Texts(1, 2), await again.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Resume_MessagesToTheConnectionWhileAway_FollowOnce()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await SenderAsync();
        await SendAsync(sender, client, "1");
        Assert.Equal(Texts(1, 1), await client.ReadTextsAsync(1));
        await client.LoseAsync();
        await SendAsync(sender, client, "2");

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);
        await SendAsync(sender, client, "3");

        Assert.Equal(Texts(1, 3), await again.ReadTextsAsync(3));
    }

    private static bool Owns(TestClient client, Gateway.Sessions.EdgeSession session) => !client.Ended.IsCompleted && client.Socket.RequestedClose is null
        && session.Generation >= 2;

    private async Task<TestClient> SenderAsync() => await Other.ConnectAsync(RandomNumberGenerator.GetBytes(32));

    private static async Task PublishAsync(TestClient sender, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            Assert.True((await sender.PublishAsync("g", Text(number))).Success);
        }
    }

    private static async Task SendAsync(TestClient sender, TestClient to, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            await SendAsync(sender, to, Text(number));
        }
    }

    private static async Task SendAsync(TestClient sender, TestClient to, string text)
    {
        Ack ack = await sender.AskAsync(ackId => new SendToConnection(
            to.Greeting!.ConnectionId, new MessageData(DataKind.Text, Encoding.UTF8.GetBytes(text)), ackId));
        Assert.True(ack.Success);
    }

    private static IEnumerable<(string, ulong)> Texts(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(number => (Text(number), (ulong)number));

    private static string Text(int number) => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Connects a client whose time to be authorised ends while the cluster has not answered a call.</summary>
    private async Task<TestClient> ConnectLateAsync(TestEdge edge, string call, Connected? recover)
    {
        TaskCompletionSource held = new();
        Cluster.Faults.Held = (call, held.Task);
        return await TestClient.ConnectAsync(edge, new ClientIdentity(_key, [], 2, [192, 0, 2, 1]), recover, meanwhile: async socket =>
        {
            await Cluster.Faults.ArrivalAsync().Within(Timeouts.Step, $"a call of {call}");
            socket.RequestClose(socket.DeadlineReason!);
            held.SetResult();
        });
    }

    /// <summary>Hands numbered messages of one producer to an edge as the group's silo does.</summary>
    private static async Task DeliverAsync(TestEdge edge, params ulong[] numbers)
    {
        GroupPosition at = edge.Groups.Find(TestCluster.Chat.Name, "g")!.Position!;
        GroupMessage[] messages =
        [
            .. numbers.Select((number, index) => new GroupMessage(
                at.Offset + 1 + (ulong)index, null, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes($"{number}")), null, "producer", number)),
        ];
        EdgeObserver observer = new(edge.Sessions, edge.Groups, TestMetrics.Deliveries());
        Assert.Equal(GroupReceipt.Taken, await observer.DeliverToGroupAsync(new GroupDelivery(TestCluster.Chat.Name, "g", at.Epoch, messages, false)));
    }
}
