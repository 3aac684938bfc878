using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;
using Sws.Testing;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>What becomes of messages when the way from a group to an edge fails.</summary>
public sealed class PushPathTests : TwoEdgeTests
{
    [Fact]
    public async Task Publish_EdgeOutOfReach_AcknowledgedAndTheEdgeClosesItsSessionsWhenItHearsOfIt()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        TestClient member = await One.ConnectAsync(key);
        await member.JoinAsync("g");
        TestClient sender = await ConnectAsync(Other);
        One.Link.IsCut = true;

        Assert.True((await sender.PublishAsync("g", "lost")).Success);
        One.Link.IsCut = false;
        Assert.True(await One.RenewAsync());

        Assert.Equal(CloseReason.MessagesMissed, (await member.Ended.Within(Timeouts.Step, "the member's end")).Reason);
        Assert.Equal(CloseReason.RecoveryRefused, (await One.ConnectAsync(key, member.Greeting)).Refusal);
    }

    [Fact]
    public async Task Publish_EdgeMissedNothing_SessionsSurviveTheAssertion()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        TestClient sender = await ConnectAsync(Other);
        await sender.PublishAsync("g", "1");
        await Cluster.Client.GetGrain<Grains.Interfaces.Edges.IEdgeDirectoryGrain>(0).SuspectAsync(One.Identity.Id);

        Assert.True(await One.RenewAsync());
        await sender.PublishAsync("g", "2");

        Assert.Equal([("1", 1UL), ("2", 2UL)], await member.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Subscribe_AgainAfterTheAnswerThatSaidWhatIsMissingGotLost_MissingMessagesAreNoticed()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        LocalGroup group = One.Groups.Find("chat", "g")!;
        GroupPosition missed = group.Position! with { Offset = group.Position.Offset + 2 };

        Assert.False(Subscribe(group, missed));
        Assert.True(Subscribe(group, missed));
    }

    [Fact]
    public async Task GiveUp_GapBeforeTheGroupAnswered_SessionIsNotContinued()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        LocalGroup group = One.Groups.Find(TestCluster.Chat.Name, "g")!;
        GroupPosition at = group.Position!;
        lock (group.Gate)
        {
            group.BeginSubscribing();
        }

        // The group has taken the edge up again, and its answer that says what is missing is on its way.
        GroupMessage behindTheGap = new(at.Offset + 2, null, new Payload(PayloadKind.Text, [1]), null);
        EdgeObserver observer = new(One.Sessions, One.Groups, TestMetrics.Deliveries());
        Assert.Equal(GroupReceipt.Taken, await observer.DeliverToGroupAsync(new GroupDelivery(TestCluster.Chat.Name, "g", at.Epoch, [behindTheGap], false)));

        Assert.Null(await One.Sessions.GiveUpAsync(member.Greeting!.ConnectionId, newGeneration: 2));
    }

    [Fact]
    public async Task Publish_SiloLostWhileItIsCarriedOut_NotWaitedForAndNotCarriedOutAgain()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        EdgeSession sender = (await ConnectAsync(Other)).Session!;
        FakeTimeProvider time = new();
        using SiloLoss silos = new(time);
        TaskCompletionSource answered = new();
        One.Link.Held = answered.Task;
        CommandBatch batch = new(1, [new PublishCommand("g", new Payload(PayloadKind.Text, "1"u8.ToArray()), true, 1)]);
        Task<CommandResults> publishing = sender.Grain.ReceiveAsync(batch, silos.Token).AsTask();
        await member.ReadTextsAsync(1);

        silos.Report();
        time.Advance(SiloLoss.Grace);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing.Within(Timeouts.Step, "the end of the call"));
        Task<CommandResults> again = sender.Grain.ReceiveAsync(batch with { IsRepeat = true }, silos.Token).AsTask();
        answered.SetResult();

        Assert.Equal(OperationErrors.Duplicate, Assert.Single((await again.Within(Timeouts.Step, "the result")).Results).Error);
    }

    [Fact]
    public async Task Publish_AnswerGetsLost_DeliveredOnce()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        TestClient sender = await ConnectAsync(Other);
        One.Link.AnswersToLose = 1;

        Assert.True((await sender.PublishAsync("g", "1")).Success);
        Assert.True((await sender.PublishAsync("g", "2")).Success);

        Assert.Equal([("1", 1UL), ("2", 2UL)], await member.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Publish_AgainByAnActivationThatKnowsNothing_DeliveredOnce()
    {
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        GroupPosition at = One.Groups.Find(TestCluster.Chat.Name, "g")!.Position!;
        GroupMessage[] messages =
        [
            .. new[] { 1UL, 1UL, 2UL }.Select((number, index) => new GroupMessage(
                at.Offset + 1 + (ulong)index, null, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes($"{number}")), null, "producer", number)),
        ];

        EdgeObserver observer = new(One.Sessions, One.Groups, TestMetrics.Deliveries());
        Assert.Equal(GroupReceipt.Taken, await observer.DeliverToGroupAsync(new GroupDelivery(TestCluster.Chat.Name, "g", at.Epoch, messages, false)));

        Assert.Equal([("1", 1UL), ("2", 2UL)], await member.ReadTextsAsync(2));
    }

    [Fact]
    public async Task Send_EdgeOutOfReach_DeliveredOnceItAsserts()
    {
        TestClient member = await ConnectAsync(One);
        TestClient sender = await ConnectAsync(Other);
        One.Link.IsCut = true;
        Ack ack = await sender.AskAsync(ackId => new SendToConnection(
            member.Greeting!.ConnectionId, new MessageData(DataKind.Text, Encoding.UTF8.GetBytes("1")), ackId));
        Assert.True(ack.Success);
        One.Link.IsCut = false;

        Assert.True(await One.RenewAsync());

        Assert.Equal([("1", 1UL)], await member.ReadTextsAsync(1));
    }

    [Fact]
    public async Task Presence_EdgeDies_ItsMembersGo()
    {
        TestClient follower = await ConnectAsync(Other);
        await follower.JoinAsync("g", presence: true);
        TestClient member = await ConnectAsync(One);
        await member.JoinAsync("g");
        Assert.Contains(member.Greeting!.ConnectionId, (await PresenceAsync(follower, presence => presence.Entries.Count > 0 && !presence.IsState)).Entries.Select(entry => entry.ConnectionId));

        One.Link.IsCut = true;
        await One.Lease.ReleaseAsync();

        Presence gone = await PresenceAsync(follower, presence => presence.Left.Count > 0);
        Assert.Equal([member.Greeting.ConnectionId], gone.Left.Select(entry => entry.ConnectionId));
    }

    [Fact]
    public async Task QueueOverflow_ClosedAsSlowAndNotRecovered()
    {
        using TestEdge narrow = new(Cluster.Client, new Gateway.Sessions.SendQueueLimits(3, 1024 * 1024));
        Assert.True(await narrow.RenewAsync());
        byte[] key = RandomNumberGenerator.GetBytes(32);
        TestClient member = await narrow.ConnectAsync(key);
        await member.JoinAsync("g");
        TestClient sender = await ConnectAsync(Other);
        for (int number = 0; number < 4; number++)
        {
            await sender.PublishAsync("g", "x");
        }

        Assert.Equal(CloseReason.SlowConsumer, (await member.Ended.Within(Timeouts.Step, "the slow member's end")).Reason);
        Assert.Equal(CloseReason.RecoveryRefused, (await narrow.ConnectAsync(key, member.Greeting)).Refusal);
    }

    [Fact]
    public async Task Publish_WaitsForAnEdgeThatHangs_WhatItsClientAcknowledgesIsReadMeanwhile()
    {
        using TestEdge narrow = new(Cluster.Client, new Gateway.Sessions.SendQueueLimits(3, 1024 * 1024));
        Assert.True(await narrow.Lease.RenewAsync());
        TestClient client = await ConnectAsync(narrow);
        await client.JoinAsync("g");
        TestClient sender = await ConnectAsync(One);
        await (await ConnectAsync(Other)).JoinAsync("slow");
        TaskCompletionSource held = new();
        Other.Link.Held = held.Task;

        ulong first = client.Send(Publish("slow"));
        Assert.True(SpinWait.SpinUntil(() => client.Socket.IsBusy, Timeouts.Step));
        client.Socket.Loop!.ReadAhead();
        ulong second = client.Send(Publish("g"));
        for (int round = 0; round < 3; round++)
        {
            await sender.PublishAsync("g", "x");
            await sender.PublishAsync("g", "y");
            client.Acknowledge((await client.ReadTextsAsync(2))[1].SequenceId);
            Assert.True(SpinWait.SpinUntil(() => client.Session!.Queue.HasRoom, Timeouts.Step));
        }

        held.SetResult();
        Assert.Equal([first, second], [await ReadAckAsync(client), await ReadAckAsync(client)]);
        client.Send(Publish("g"));
        await ReadAckAsync(client);
    }

    private static Func<ulong, ClientMessage> Publish(string group) =>
        ackId => new SendToGroup(group, new MessageData(DataKind.Text, "x"u8.ToArray()), NoEcho: true, ackId);

    private static async Task<ulong> ReadAckAsync(TestClient client)
    {
        while (true)
        {
            if ((await client.ReadAsync("an ack")).Message is Ack { Success: true } ack)
            {
                return ack.AckId;
            }
        }
    }

    private static Task<TestClient> ConnectAsync(TestEdge edge) => edge.ConnectAsync(RandomNumberGenerator.GetBytes(32));

    private static async Task<Presence> PresenceAsync(TestClient client, Func<Presence, bool> condition)
    {
        while (true)
        {
            if ((await client.ReadAsync("presence")).Message is Presence presence && condition(presence))
            {
                return presence;
            }
        }
    }

    /// <summary>Subscribes once more, with the answer of a group that has been at <paramref name="position"/> since the last time.</summary>
    private static bool Subscribe(LocalGroup group, GroupPosition position)
    {
        lock (group.Gate)
        {
            group.BeginSubscribing();
            return group.EndSubscribing(new GroupSubscription(position, IsWhole: true));
        }
    }
}
