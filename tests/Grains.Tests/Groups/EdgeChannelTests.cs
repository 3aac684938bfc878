using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Edges;
using Sws.Grains.Groups;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

public class EdgeChannelTests
{
    private readonly SteppedEdge _edge = new();
    private readonly EdgeWindow _window = new();
    private readonly FakeTimeProvider _time = new();
    private readonly EdgeChannel _channel;

    public EdgeChannelTests() => _channel = new EdgeChannel(new EdgeAddress("edge", _edge), new GroupOrigin("hub", "group", "epoch", false), _window, _time);

    [Fact]
    public async Task SendAsync_CallUnderWay_TheRestTravelsAsOneBatch()
    {
        Task first = _channel.SendAsync([Message(1)], 1);
        Task second = _channel.SendAsync([Message(2), Message(3)], 1);
        Task third = _channel.SendAsync([Message(4)], 1);
        Assert.Equal([1UL], Assert.Single(_edge.Calls));

        _edge.Finish();
        await first.Within(Timeouts.Step, "the first call");
        await _edge.CallAsync(2).Within(Timeouts.Step, "the second call");
        Assert.False(second.IsCompleted);
        _edge.Finish();
        await Task.WhenAll(second, third).Within(Timeouts.Step, "the second and third messages");

        Assert.Equal([[1UL], [2, 3, 4]], _edge.Calls);
    }

    [Fact]
    public async Task Drained_MessagesWaiting_CompletesBehindThem()
    {
        Assert.True(_channel.Drained.IsCompleted);
        Task first = _channel.SendAsync([Message(1)], 1);
        Task second = _channel.SendAsync([Message(2)], 1);
        Task drained = _channel.Drained;

        _edge.Finish();
        await first.Within(Timeouts.Step, "the first call");
        await _edge.CallAsync(2).Within(Timeouts.Step, "the second call");
        Assert.False(drained.IsCompleted);
        _edge.Finish();
        await Task.WhenAll(second, drained).Within(Timeouts.Step, "the channel to drain");
    }

    [Fact]
    public async Task SendAsync_CallFailsOnce_SentAgainBeforeAnythingElse()
    {
        Task<ChannelOutcome> first = _channel.SendAsync([Message(1)], 1);
        Task<ChannelOutcome> second = _channel.SendAsync([Message(2)], 1);

        await FailAsync(call: 1);
        await _edge.CallAsync(2).Within(Timeouts.Step, "the repeated call");
        _edge.Finish();
        Assert.Equal(ChannelOutcome.Taken, await first.Within(Timeouts.Step, "the first message"));
        await _edge.CallAsync(3).Within(Timeouts.Step, "the call of the second message");
        _edge.Finish();

        Assert.Equal(ChannelOutcome.Taken, await second.Within(Timeouts.Step, "the second message"));
        Assert.Equal([[1UL], [1], [2]], _edge.Calls);
    }

    [Fact]
    public async Task SendAsync_CallKeepsFailing_ClosedAndNothingIsSentBehindTheGap()
    {
        Task<ChannelOutcome> first = _channel.SendAsync([Message(1)], 1);
        Task<ChannelOutcome> waiting = _channel.SendAsync([Message(2)], 1);
        for (int call = 1; call <= 4; call++)
        {
            await FailAsync(call);
        }

        Assert.Equal(ChannelOutcome.Lost, await first.Within(Timeouts.Step, "the failed message"));
        Assert.Equal(ChannelOutcome.Lost, await waiting.Within(Timeouts.Step, "the waiting message"));
        Assert.Equal(ChannelOutcome.Lost, await _channel.SendAsync([Message(3)], 1));
        Assert.Equal([[1UL], [1], [1], [1]], _edge.Calls);
    }

    [Theory]
    [InlineData(GroupReceipt.Gap)]
    [InlineData(GroupReceipt.NoMembers)]
    [InlineData(GroupReceipt.Stale)]
    public async Task SendAsync_EdgeTakesNothing_ClosedWithoutAnotherTry(GroupReceipt receipt)
    {
        Task<ChannelOutcome> first = _channel.SendAsync([Message(1)], 1);
        Task<ChannelOutcome> waiting = _channel.SendAsync([Message(2)], 1);

        _edge.Finish(receipt);

        ChannelOutcome expected = receipt == GroupReceipt.Stale ? ChannelOutcome.Stale : ChannelOutcome.NotSubscribed;
        Assert.Equal(expected, await first.Within(Timeouts.Step, "the refused message"));
        Assert.Equal(expected, await waiting.Within(Timeouts.Step, "the waiting message"));
        Assert.Single(_edge.Calls);
    }

    [Fact]
    public async Task Room_EdgeSlow_NoneUntilItHasTakenOver()
    {
        Task<ChannelOutcome> first = _channel.SendAsync([Message(1)], 8 * 1024 * 1024);
        Task room = _channel.Room;
        Assert.False(room.IsCompleted);

        _edge.Finish();

        await first.Within(Timeouts.Step, "the large message");
        await room.Within(Timeouts.Step, "room");
        Assert.True(_channel.Room.IsCompleted);
    }

    private async Task FailAsync(int call)
    {
        await _edge.CallAsync(call).Within(Timeouts.Step, $"call {call}");
        _edge.Fail();

        // The channel waits before it tries again; its timer may not be there yet.
        Task next = _edge.CallAsync(call + 1);
        for (int step = 0; step < 100 && !next.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(600));
            await Task.Yield();
        }
    }

    private static GroupMessage Message(ulong offset) => new(offset, null, new Payload(PayloadKind.Text, []), null);
}
