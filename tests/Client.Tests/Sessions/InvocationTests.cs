using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

public sealed class InvocationTests
{
    [Fact]
    public async Task InvokeAsync_Answered_ReturnsTheAnswer()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var invoking = harness.Client.InvokeAsync("sum", SwsData.Json(new[] { 1, 2 }));
        var invoke = await harness.Peer.ReceiveAsync<Invoke>();
        Assert.Equal(new InvocationTarget("sum", null, null), invoke.Target);
        await harness.Peer.SendAsync(new InvokeResult("unknown", true, SwsData.Json(0), null));
        await harness.Peer.SendAsync(new InvokeResult(invoke.InvocationId, true, SwsData.Json(3), null));
        Assert.Equal(3, (await invoking.Within(Timeouts.Step, "the answer"))!.Value.AsJson<int>());
    }

    [Fact]
    public async Task InvokeAsync_NobodyThere_ThrowsWithTheName()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var invoking = harness.Client.InvokeAsync(new InvocationTarget(null, "bob", null), SwsData.Text("?"));
        var invoke = await harness.Peer.ReceiveAsync<Invoke>();
        await harness.Peer.SendAsync(new InvokeResult(invoke.InvocationId, false, null, new MessageError("NoResponders", "", 404, true)));
        var thrown = await Assert.ThrowsAsync<SwsInvocationException>(() => invoking.Within(Timeouts.Step, "the answer"));
        Assert.Equal(("NoResponders", true), (thrown.Error.Name, thrown.Error.Temporary));
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_WithdrawsTheQuestion()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var invoking = harness.Client.InvokeAsync("slow", SwsData.Text("?"), cancel.Token);
        var invoke = await harness.Peer.ReceiveAsync<Invoke>();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoking.Within(Timeouts.Step, "the cancellation"));
        Assert.Equal(invoke.InvocationId, (await harness.Peer.ReceiveAsync<CancelInvocation>()).InvocationId);
    }

    [Fact]
    public async Task InvokeAsync_ConnectionLost_OutcomeIsUnknownThoughTheSessionIsRecovered()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var invoking = harness.Client.InvokeAsync("slow", SwsData.Text("?"));
        await harness.Peer.ReceiveAsync<Invoke>();
        harness.Peer.Cut();
        await Assert.ThrowsAsync<SwsOutcomeUnknownException>(() => invoking.Within(Timeouts.Step, "the failure"));
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync(recovered: true);
        await harness.SyncAsync();
    }

    [Fact]
    public async Task InvokeAsync_WhileDisconnected_IsAskedOverTheNextConnection()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        await harness.PassBackoffAsync();
        using var cancel = new CancellationTokenSource();
        var withdrawn = harness.Client.InvokeAsync("withdrawn", SwsData.Text("?"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        var invoking = harness.Client.InvokeAsync("late", SwsData.Text("?"));
        var peer = await harness.Server.AcceptAsync();
        await peer.SendConnectedAsync("c2");
        var invoke = await peer.ReceiveAsync<Invoke>();
        Assert.Equal("late", invoke.Target.Event);
        await peer.SendAsync(new InvokeResult(invoke.InvocationId, true, null, null));
        Assert.Null(await invoking.Within(Timeouts.Step, "the answer"));
        peer.Cut();
    }

    [Fact]
    public async Task InvocationHandler_Answers_AnswerIsSent()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with
        {
            InvocationHandler = (invocation, _) => ValueTask.FromResult(SwsData.Text($"{invocation.FromUserId} asked {invocation.Event}: {invocation.Data.AsText()}")),
        });
        await harness.Peer.SendAsync(new InvokeRequest("i1", "bob", SwsData.Text("how?"), "help"));
        var response = await harness.Peer.ReceiveAsync<InvokeResponse>();
        Assert.Equal(("i1", true, "bob asked help: how?"), (response.InvocationId, response.Success, response.Data!.Value.AsText()));
    }

    [Fact]
    public async Task InvocationHandler_Throws_OnlyAnErrorOfItsOwnIsShown()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with
        {
            InvocationHandler = (invocation, _) => throw (invocation.Data.AsText() == "own"
                ? new SwsInvocationException("TooLate", "Closed at five", 410, temporary: true)
                : new FormatException("secret")),
        });
        await harness.Peer.SendAsync(new InvokeRequest("i1", "bob", SwsData.Text("own")));
        var own = await harness.Peer.ReceiveAsync<InvokeResponse>();
        Assert.Equal(("TooLate", true), (own.Error!.Name, own.Error.Temporary));
        await harness.Peer.SendAsync(new InvokeRequest("i2", "bob", SwsData.Text("other")));
        var other = await harness.Peer.ReceiveAsync<InvokeResponse>();
        Assert.Equal("HandlerFailed", other.Error!.Name);
        Assert.DoesNotContain("secret", other.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvocationHandler_None_IsRefused()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync(new InvokeRequest("i1", "bob", SwsData.Text("?")));
        Assert.Equal("NoHandler", (await harness.Peer.ReceiveAsync<InvokeResponse>()).Error!.Name);
    }

    [Fact]
    public async Task InvocationHandler_TooManyAtOnce_OneMoreIsRefusedAsBusy()
    {
        var release = new TaskCompletionSource();
        await using var harness = await ClientHarness.ConnectAsync(o => o with
        {
            MaxConcurrentInvocations = 1,
            InvocationHandler = async (_, _) =>
            {
                await release.Task;
                return SwsData.Text("done");
            },
        });
        await harness.Peer.SendAsync(new InvokeRequest("i1", "bob", SwsData.Text("?")));
        await harness.Peer.SendAsync(new InvokeRequest("i2", "bob", SwsData.Text("?")));
        var refused = await harness.Peer.ReceiveAsync<InvokeResponse>();
        Assert.Equal(("i2", "Busy", true), (refused.InvocationId, refused.Error!.Name, refused.Error.Temporary));
        release.SetResult();
        Assert.Equal("i1", (await harness.Peer.ReceiveAsync<InvokeResponse>()).InvocationId);
    }
}
