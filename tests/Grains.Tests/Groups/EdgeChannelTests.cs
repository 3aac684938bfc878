using Sws.Grains.Groups;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

public class EdgeChannelTests
{
    private readonly SteppedEdge _edge = new();
    private readonly EdgeChannel _channel;

    public EdgeChannelTests() => _channel = new EdgeChannel(new EdgeAddress("edge", _edge), "hub", "group", "epoch");

    [Fact]
    public async Task SendAsync_CallUnderWay_TheRestTravelsAsOneBatch()
    {
        Task first = _channel.SendAsync([Message(1)]);
        Task second = _channel.SendAsync([Message(2), Message(3)]);
        Task third = _channel.SendAsync([Message(4)]);
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
        Task first = _channel.SendAsync([Message(1)]);
        Task second = _channel.SendAsync([Message(2)]);
        Task drained = _channel.Drained;

        _edge.Finish();
        await first.Within(Timeouts.Step, "the first call");
        await _edge.CallAsync(2).Within(Timeouts.Step, "the second call");
        Assert.False(drained.IsCompleted);
        _edge.Finish();
        await Task.WhenAll(second, drained).Within(Timeouts.Step, "the channel to drain");
    }

    [Fact]
    public async Task SendAsync_EdgeFails_ItsSenderIsTold()
    {
        Task first = _channel.SendAsync([Message(1)]);

        _edge.Fail();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Within(Timeouts.Step, "the failing call"));
    }

    private static GroupMessage Message(ulong offset) => new(offset, null, new Payload(PayloadKind.Text, []), null);
}
