using System.Text;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.Grains.Tests.Sessions;

[Collection(ClusterFixture.Alone)]
public class SessionGrainTests(ClusterFixture cluster)
{
    private const string Protocol = "json.reliable.webpubsub.azure.v1";

    private readonly ClientIdentity _identity = new([.. Guid.NewGuid().ToByteArray(), .. new byte[16]], [], 2, [192, 0, 2, 1]);
    private readonly FakeEdge _edge = new(cluster.Client);
    private readonly string _id = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ISessionGrain Grain => cluster.Client.GetGrain<ISessionGrain>(_id);

    [Fact]
    public async Task OpenAsync_KnownHub_GenerationOneUserAndToken()
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);

        Assert.Null(opened.RefusedTag);
        Assert.Equal(1, opened.Generation);
        Assert.NotNull(opened.UserId);
        Assert.NotNull(opened.RecoveryToken);
    }

    [Fact]
    public async Task OpenAsync_UnknownHub_Refused() =>
        Assert.Equal(CloseReason.NotAuthorized.Tag, (await OpenAsync("no such hub")).RefusedTag);

    [Fact]
    public async Task ReceiveAsync_SameAckIdAgain_Duplicate()
    {
        await OpenAsync(ClusterFixture.Open);

        Assert.Null((await ReceiveAsync(1, new JoinGroupCommand("room.1", false, 7))).Error);
        Assert.Equal(OperationErrors.Duplicate, (await ReceiveAsync(1, new JoinGroupCommand("room.2", false, 7))).Error);
        Assert.Equal(OperationErrors.Duplicate, (await ReceiveAsync(1, Publish(7))).Error);
    }

    [Fact]
    public async Task ReceiveAsync_SameAckIdTwiceInOneBatch_SecondIsDuplicate()
    {
        await OpenAsync(ClusterFixture.Open);

        CommandResults results = await Grain.ReceiveAsync(new CommandBatch(1, [Publish(1), Publish(1), Publish(2)]), Cancelled);

        Assert.Equal(
            [new CommandResult(0, null), new CommandResult(1, OperationErrors.Duplicate), new CommandResult(2, null)],
            results.Results.OrderBy(result => result.Index));
    }

    [Fact]
    public async Task ReceiveAsync_RoleNotHeld_ForbiddenAndAckIdNotUsedUp()
    {
        await OpenAsync(ClusterFixture.Closed);

        Assert.Equal(OperationErrors.Forbidden, (await ReceiveAsync(1, new JoinGroupCommand("hall", false, 1))).Error);
        Assert.Equal(OperationErrors.Forbidden, (await ReceiveAsync(1, Publish(1))).Error);
        Assert.Equal(OperationErrors.Forbidden, (await ReceiveAsync(1, Send(new SessionTarget("u", null), 1))).Error);
        Assert.Equal(OperationErrors.Forbidden, (await ReceiveAsync(1, Send(new SessionTarget(null, "c"), 1))).Error);
        Assert.Equal(OperationErrors.Forbidden, (await ReceiveAsync(1, new InvokeCommand("i", "e", null, Data("x")))).Error);
        Assert.Null((await ReceiveAsync(1, new JoinGroupCommand("room.1", false, 1))).Error);
    }

    [Fact]
    public async Task ReceiveAsync_NobodyThere_NotFound()
    {
        await OpenAsync(ClusterFixture.Open);

        Assert.Equal(OperationErrors.NotFound, (await ReceiveAsync(1, Send(new SessionTarget("nobody", null), 1))).Error);
        Assert.Equal(OperationErrors.NotFound, (await ReceiveAsync(1, Send(new SessionTarget(null, "nobody"), 2))).Error);
    }

    [Fact]
    public async Task ReceiveAsync_SendToOwnUser_DeliveredToTheEdge()
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);

        Assert.Null((await ReceiveAsync(1, Send(new SessionTarget(opened.UserId, null), 1))).Error);

        DirectMessage message = Assert.Single(_edge.DirectMessages);
        Assert.Equal(1, message.OutboxId);
        Assert.True(Assert.IsType<ClientData>(message.Content).ToUser);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("key")]
    [InlineData("hub")]
    [InlineData("protocol")]
    public async Task ResumeAsync_WrongPart_RefusedAndSessionStays(string wrong)
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);

        SessionOpened resumed = await Grain.ResumeAsync(new SessionResume(
            wrong == "hub" ? ClusterFixture.Closed : ClusterFixture.Open,
            wrong == "key" ? _identity with { PublicKey = new byte[32] } : _identity,
            wrong == "protocol" ? "json.webpubsub.azure.v1" : Protocol,
            wrong == "token" ? new string('A', opened.RecoveryToken!.Length) : opened.RecoveryToken!,
            _edge.Address), Cancelled);

        Assert.Equal(CloseReason.RecoveryRefused.Tag, resumed.RefusedTag);
        Assert.Null((await ReceiveAsync(1, Publish(1))).Error);
    }

    [Fact]
    public async Task ResumeAsync_NeverOpened_Refused() =>
        Assert.Equal(CloseReason.RecoveryRefused.Tag, (await ResumeAsync("token", _edge.Address)).RefusedTag);

    [Fact]
    public async Task ResumeAsync_SameEdge_GenerationGrowsAndStateIsKept()
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);
        await ReceiveAsync(1, new JoinGroupCommand("room.1", true, 5));

        SessionOpened resumed = await ResumeAsync(opened.RecoveryToken!, _edge.Address);

        Assert.Null(resumed.RefusedTag);
        Assert.Equal((2, 5UL, opened.UserId), (resumed.Generation, resumed.AckedUpTo, resumed.UserId));
        Assert.Equal([new GroupMembership("room.1", true)], resumed.Groups);
        Assert.Empty(_edge.Taken);
        Assert.Equal(SessionStatus.Superseded, (await Grain.ReceiveAsync(new CommandBatch(1, [Publish(6)]), Cancelled)).Status);
        Assert.Equal(SessionStatus.Superseded, (await Grain.ReceiveRecordsAsync(1, RecordBatch.Empty)).Status);
        Assert.Null((await ReceiveAsync(2, Publish(6))).Error);
        Assert.Equal(3, (await ResumeAsync(opened.RecoveryToken!, _edge.Address)).Generation);
    }

    [Fact]
    public async Task ResumeAsync_OtherEdge_TakesTailAndUnacknowledgedOutbox()
    {
        SessionTail tail = new(4, 2, [new TailMessage(3, [1], 1)], [], LastOutboxId: 1);
        FakeEdge former = new(cluster.Client) { Tail = tail };
        SessionOpened opened = await Grain.OpenAsync(new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, former.Address), Cancelled);
        await Grain.SendAsync(new ClientData(null, Data("one"), false));
        await Grain.DetachAsync(1);
        await Grain.SendAsync(new ClientData(null, Data("two"), false));

        SessionOpened resumed = await ResumeAsync(opened.RecoveryToken!, _edge.Address);

        Assert.Equal([2L], former.Taken);
        Assert.Equal(4UL, resumed.Tail?.LastSequenceId);
        Assert.Equal([2L], resumed.Outbox.Select(message => message.OutboxId));
        Assert.Equal([1L, 2], former.DirectMessages.Select(message => message.OutboxId));
        Assert.Empty(_edge.DirectMessages);
    }

    [Fact]
    public async Task ResumeAsync_FormerEdgeHasNothing_Refused()
    {
        FakeEdge former = new(cluster.Client);
        SessionOpened opened = await Grain.OpenAsync(new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, former.Address), Cancelled);

        Assert.Equal(CloseReason.RecoveryRefused.Tag, (await ResumeAsync(opened.RecoveryToken!, _edge.Address)).RefusedTag);
    }

    [Fact]
    public async Task ProgressAsync_Acknowledged_NotSentAgainAtResume()
    {
        FakeEdge former = new(cluster.Client) { Tail = new SessionTail(0, 0, [], [], LastOutboxId: 0) };
        SessionOpened opened = await OpenAtAsync(former);
        await SendAsync("one");
        await SendAsync("two");
        await Grain.ProgressAsync(new SessionProgress(1, 1));

        Assert.Equal([2L], (await ResumeAsync(opened.RecoveryToken!, _edge.Address)).Outbox.Select(message => message.OutboxId));
    }

    [Fact]
    public async Task ResumeAsync_FormerEdgeAnswersAPushAfterwards_TheNewEdgeGetsWhatFollows()
    {
        TaskCompletionSource given = new();
        FakeEdge former = new(cluster.Client)
        {
            Tail = new SessionTail(0, 0, [], [], LastOutboxId: 0),
            HangTaking = given.Task,
            HoldsSession = false,
        };
        SessionOpened opened = await OpenAtAsync(former);
        Task<SessionOpened> resuming = ResumeAsync(opened.RecoveryToken!, _edge.Address).AsTask();
        Task<SendOutcome> sending = Grain.SendAsync(new ClientData(null, Data("meanwhile"), false)).AsTask();
        await Grain.ProgressAsync(new SessionProgress(1, 0));
        given.SetResult();

        Assert.Equal(["meanwhile"], Texts((await resuming.Within(Timeouts.Step, "the resumption")).Outbox));
        Assert.Equal(SendOutcome.Accepted, await sending.Within(Timeouts.Step, "the message sent meanwhile"));
        Assert.Equal(SendOutcome.Accepted, await SendAsync("later"));
        Assert.Equal(["later"], Texts(_edge.DirectMessages));
    }

    [Fact]
    public async Task ResumeAsync_SameEdge_WhatItLackedIsPushedInOrder()
    {
        _edge.HoldsSession = false;
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);
        await SendAsync("one");
        await SendAsync("two");
        _edge.HoldsSession = true;

        Assert.Empty((await ResumeAsync(opened.RecoveryToken!, _edge.Address)).Outbox);
        await SendAsync("three");

        // The first was offered before, to an edge that said it did not hold the session.
        Assert.Equal(["one", "one", "two", "three"], Texts(_edge.DirectMessages));
    }

    [Fact]
    public async Task ResumeAsync_CannotGoOnAndTheClientCounts_WhatItIsOwedIsTold()
    {
        FakeEdge former = new(cluster.Client);
        SessionOpened opened = await OpenAtAsync(former);
        await SendAsync("one");
        await SendAsync("two");
        await SendAsync("three");

        SessionOpened refused = await Grain.ResumeAsync(
            new SessionResume(ClusterFixture.Open, _identity, Protocol, opened.RecoveryToken!, _edge.Address, Received: 1), Cancelled);

        Assert.Equal(CloseReason.RecoveryRefused.Tag, refused.RefusedTag);
        Assert.Equal(["two", "three"], refused.Owed!.Select(Text));
        Assert.Equal(SendOutcome.NotFound, await SendAsync("four"));
        Assert.Equal(SessionStatus.Superseded, await Grain.RestoreAsync(Snapshot(1), Cancelled));

        // The answer may have got lost: it is given again, to this client only.
        SessionResume again = new(ClusterFixture.Open, _identity, Protocol, opened.RecoveryToken!, _edge.Address, Received: 2);
        Assert.Equal(["three"], (await Grain.PrepareResumeAsync(again, Cancelled)).Owed!.Select(Text));
        Assert.Equal(["three"], (await Grain.ResumeAsync(again, Cancelled)).Owed!.Select(Text));
        Assert.Null((await Grain.ResumeAsync(again with { Token = new string('A', again.Token.Length) }, Cancelled)).Owed);
        Assert.Null((await Grain.ResumeAsync(again with { Received = null }, Cancelled)).Owed);
    }

    [Fact]
    public async Task OpenAsync_OwedFromBefore_PushedAheadOfWhatFollows()
    {
        await Grain.OpenAsync(new SessionOpen(
            ClusterFixture.Open, _identity, Protocol, true, _edge.Address, [new ClientData(null, Data("owed"), true, "sender", 5)]), Cancelled);
        await Grain.SendAsync(new ClientData(null, Data("owed"), true, "sender", 5));
        await SendAsync("new");

        Assert.Equal(["owed", "new"], Texts(_edge.DirectMessages));
        Assert.Equal([1L, 2], _edge.DirectMessages.Select(message => message.OutboxId));
    }

    [Fact]
    public async Task SendAsync_SameNumberOfASenderAgain_DeliveredOnce()
    {
        await OpenAsync(ClusterFixture.Open);
        foreach ((string sender, ulong number) in new[] { ("a", 1UL), ("a", 1UL), ("a", 2UL), ("b", 1UL) })
        {
            Assert.Equal(SendOutcome.Accepted, await Grain.SendAsync(new ClientData(null, Data($"{sender}{number}"), false, sender, number)));
        }

        Assert.Equal(["a1", "a2", "b1"], Texts(_edge.DirectMessages));
    }

    [Fact]
    public async Task SendAsync_EdgeDoesNotAnswer_KeptAndTheSenderGoesOn()
    {
        TaskCompletionSource hanging = new();
        _edge.Hang = hanging.Task;
        await OpenAsync(ClusterFixture.Open);

        Assert.Equal(SendOutcome.Accepted, await SendAsync("one").AsTask().Within(Timeouts.Step, "the answer for an edge that hangs"));
        Assert.Equal(SendOutcome.Accepted, await SendAsync("two"));
        hanging.SetResult();
        Assert.Equal(SendOutcome.Accepted, await SendAsync("three"));

        Assert.Equal(["one", "two", "three"], Texts(await _edge.DirectMessagesAsync(3)));
    }

    [Fact]
    public async Task ReceiveAsync_SocketReplacedMeanwhile_TheRestIsLeftToTheNewOne()
    {
        TaskCompletionSource hanging = new();
        _edge.Hang = hanging.Task;
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);
        Task<CommandResults> receiving = Grain.ReceiveAsync(
            new CommandBatch(1, [Send(new SessionTarget(opened.UserId, null), 1), new JoinGroupCommand("room.1", false, 2)]), Cancelled).AsTask();
        await _edge.DirectMessagesAsync(1);
        await ResumeAsync(opened.RecoveryToken!, _edge.Address);
        hanging.SetResult();

        Assert.Equal(SessionStatus.Superseded, (await receiving.Within(Timeouts.Step, "the former socket's commands")).Status);
        Assert.Equal(OperationErrors.Duplicate, (await ReceiveAsync(2, Send(new SessionTarget(opened.UserId, null), 1))).Error);
        Assert.Null((await ReceiveAsync(2, new JoinGroupCommand("room.1", false, 2))).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReceiveAsync_RefusedBefore_SameAnswerWhereItMayHaveGotLostAndServedAnewOtherwise(bool onNewSocket)
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);
        string other = ConnectionIds.Make();
        SendCommand command = Send(new SessionTarget(null, other), 1);
        Assert.Equal(OperationErrors.NotFound, (await ReceiveAsync(1, command)).Error);
        Assert.Null((await ReceiveAsync(1, Publish(2))).Error);
        await cluster.Client.GetGrain<ISessionGrain>(other).OpenAsync(new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, _edge.Address), Cancelled);
        long generation = onNewSocket ? (await ResumeAsync(opened.RecoveryToken!, _edge.Address)).Generation : 1;

        CommandResults again = await Grain.ReceiveAsync(new CommandBatch(generation, [command], IsRepeat: !onNewSocket), Cancelled);
        Assert.Equal(OperationErrors.NotFound, Assert.Single(again.Results).Error);

        Assert.Null((await ReceiveAsync(generation, command)).Error);
    }

    [Fact]
    public async Task ReceiveAsync_RefusedTwiceAndALaterOneCarriedOut_NotCarriedOutBehindIt()
    {
        await OpenAsync(ClusterFixture.Open);
        string[] others = [ConnectionIds.Make(), ConnectionIds.Make()];
        CommandBatch batch = new(1, [Send(new SessionTarget(null, others[0]), 1), Send(new SessionTarget(null, others[1]), 2)]);
        SessionOpen open = new(ClusterFixture.Open, _identity, Protocol, true, _edge.Address);
        Assert.All((await Grain.ReceiveAsync(batch, Cancelled)).Results, result => Assert.Equal(OperationErrors.NotFound, result.Error));

        // The edge repeats what it heard no answer to; meanwhile the second can be carried out, and later the first could.
        await cluster.Client.GetGrain<ISessionGrain>(others[1]).OpenAsync(open, Cancelled);
        CommandResults second = await Grain.ReceiveAsync(batch with { IsRepeat = true }, Cancelled);
        await cluster.Client.GetGrain<ISessionGrain>(others[0]).OpenAsync(open, Cancelled);
        CommandResults third = await Grain.ReceiveAsync(batch with { IsRepeat = true }, Cancelled);

        Assert.Equal([OperationErrors.NotFound, null], second.Results.Select(result => result.Error));
        Assert.Equal([OperationErrors.NotFound, OperationErrors.Duplicate], third.Results.Select(result => result.Error));
    }

    [Fact]
    public async Task RestoreAsync_EmptyGrain_UnknownBeforeAndOkAfter()
    {
        Assert.Equal(SessionStatus.Unknown, (await Grain.ReceiveAsync(new CommandBatch(3, [Publish(1)]), Cancelled)).Status);

        Assert.Equal(SessionStatus.Ok, await Grain.RestoreAsync(Snapshot(3), Cancelled));

        Assert.Equal(OperationErrors.Duplicate, (await ReceiveAsync(3, Publish(10))).Error);
        Assert.Null((await ReceiveAsync(3, Publish(11))).Error);
        SessionOpened resumed = await ResumeAsync("token", _edge.Address);
        Assert.Equal((4, 11UL), (resumed.Generation, resumed.AckedUpTo));
        Assert.Equal([new GroupMembership("room.1", false)], resumed.Groups);
        Assert.Equal(SessionStatus.Superseded, await Grain.RestoreAsync(Snapshot(3), Cancelled));
    }

    [Fact]
    public async Task RestoreAsync_NoLongerAuthorised_Superseded()
    {
        SessionSnapshot snapshot = Snapshot(1);

        Assert.Equal(SessionStatus.Superseded, await Grain.RestoreAsync(snapshot with { Open = snapshot.Open with { Hub = "no such hub" } }, Cancelled));
        Assert.Equal(SessionStatus.Unknown, (await Grain.ReceiveAsync(new CommandBatch(1, [Publish(1)]), Cancelled)).Status);
    }

    [Fact]
    public async Task SendAsync_EmptyGrainAndEdgeHoldsTheSession_RefilledAndDelivered()
    {
        IEdgeDirectoryGrain directory = cluster.Client.GetGrain<IEdgeDirectoryGrain>(0);
        _edge.Snapshot = Snapshot(2) with { LastOutboxId = 8 };
        EdgeLease lease = await directory.RegisterAsync(_edge.Address, null);
        await directory.RegisterAsync(_edge.Address, lease.Term);
        try
        {
            Assert.Equal(SendOutcome.Accepted, await Grain.SendAsync(new ClientData(null, Data("x"), false)));
        }
        finally
        {
            await directory.UnregisterAsync(_edge.Address.EdgeId);
        }

        Assert.Equal([9L], _edge.DirectMessages.Select(message => message.OutboxId));
    }

    [Fact]
    public async Task EndAsync_Session_ForgottenAndUserGone()
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);

        await Grain.EndAsync(1);

        Assert.Equal(SendOutcome.NotFound, await Grain.SendAsync(new ClientData(null, Data("x"), false)));
        Assert.Equal(CloseReason.RecoveryRefused.Tag, (await ResumeAsync(opened.RecoveryToken!, _edge.Address)).RefusedTag);
    }

    [Fact]
    public async Task EndAsync_OlderNumber_SessionStaysAndItsHolderIsNamed()
    {
        SessionOpened opened = await OpenAsync(ClusterFixture.Open);
        await ResumeAsync(opened.RecoveryToken!, _edge.Address);

        Assert.Equal(new SessionHolder(_edge.Address.EdgeId, 2), await Grain.EndAsync(1));
        Assert.Equal(SendOutcome.Accepted, await SendAsync("x"));
        Assert.Null(await Grain.EndAsync(2));
        Assert.Null(await Grain.EndAsync(2));
    }

    [Fact]
    public async Task EndAsync_WhileTheSessionMoves_AnsweredBehindThatAndTheSessionStays()
    {
        TaskCompletionSource given = new();
        FakeEdge former = new(cluster.Client) { Tail = new SessionTail(0, 0, [], [], LastOutboxId: 0), HangTaking = given.Task };
        SessionOpened opened = await OpenAtAsync(former);
        Task<SessionOpened> resuming = ResumeAsync(opened.RecoveryToken!, _edge.Address).AsTask();
        await former.Asked.Within(Timeouts.Step, "the question for the tail");
        Task<SessionHolder?> ending = Grain.EndAsync(1).AsTask();
        await Grain.ProgressAsync(new SessionProgress(1, 0));
        Assert.False(ending.IsCompleted);
        given.SetResult();

        Assert.Equal(2, (await resuming.Within(Timeouts.Step, "the resumption")).Generation);
        Assert.Equal(new SessionHolder(_edge.Address.EdgeId, 2), await ending.Within(Timeouts.Step, "the end"));
        Assert.Equal(SendOutcome.Accepted, await SendAsync("x"));
    }

    [Fact]
    public async Task SendAsync_EdgeDoesNotHoldASessionThatCannotBeResumed_NotFound()
    {
        _edge.HoldsSession = false;
        SessionOpened opened = await Grain.OpenAsync(new SessionOpen(ClusterFixture.Open, _identity, Protocol, false, _edge.Address), Cancelled);

        Assert.Equal(SendOutcome.NotFound, await SendAsync("one"));
        Assert.Equal(SendOutcome.NotFound, await SendAsync("two"));
        Assert.Null(opened.RecoveryToken);
        Assert.Null(await Grain.EndAsync(0));
    }

    private ValueTask<SessionOpened> OpenAsync(string hub) => Grain.OpenAsync(new SessionOpen(hub, _identity, Protocol, true, _edge.Address));

    private ValueTask<SessionOpened> OpenAtAsync(FakeEdge edge) =>
        Grain.OpenAsync(new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, edge.Address));

    private ValueTask<SendOutcome> SendAsync(string text) => Grain.SendAsync(new ClientData(null, Data(text), false));

    private static IEnumerable<string> Texts(IEnumerable<DirectMessage> messages) => messages.Select(message => Text(message.Content));

    private static string Text(DirectContent content) => Encoding.UTF8.GetString(((ClientData)content).Data.Bytes);

    private ValueTask<SessionOpened> ResumeAsync(string token, EdgeAddress edge) =>
        Grain.ResumeAsync(new SessionResume(ClusterFixture.Open, _identity, Protocol, token, edge));

    private async Task<CommandResult> ReceiveAsync(long generation, SessionCommand command)
    {
        CommandResults results = await Grain.ReceiveAsync(new CommandBatch(generation, [command])).AsTask().Within(Timeouts.Step, "a command's result");
        Assert.Equal(SessionStatus.Ok, results.Status);
        return Assert.Single(results.Results);
    }

    private SessionSnapshot Snapshot(long generation) => new(
        new SessionOpen(ClusterFixture.Open, _identity, Protocol, true, _edge.Address),
        generation,
        "user",
        "token",
        [new GroupMembership("room.1", false)],
        [new AckIdRange(1, 10)],
        LastOutboxId: 0,
        Attached: true);

    private static PublishCommand Publish(ulong ackId) => new("room.1", Data("x"), false, ackId);

    private static SendCommand Send(SessionTarget target, ulong ackId) => new(target, Data("x"), ackId);

    private static Payload Data(string text) => new(PayloadKind.Text, Encoding.UTF8.GetBytes(text));
}
