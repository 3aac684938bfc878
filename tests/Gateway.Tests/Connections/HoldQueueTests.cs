using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Connections;

namespace Sws.Gateway.Tests.Connections;

public class HoldQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 1100)]
    public void Add_AfterItsHold_Released(bool isBrowser, int holdMs)
    {
        using HoldQueue holds = new(ConnectionTimeouts.Default, TestMetrics.Connections(), _time);
        using OutputPipe pipe = new OutputPipe().StartHeld();
        holds.Add(pipe.Output, isBrowser);

        Advance(holdMs - 1);
        Assert.True(pipe.Output.IsHeld);
        Advance(1);
        Assert.False(pipe.Output.IsHeld);
    }

    [Fact]
    public void Add_BrowserBeforeClient_ClientDoesNotWaitForIt()
    {
        using HoldQueue holds = new(ConnectionTimeouts.Default, TestMetrics.Connections(), _time);
        using OutputPipe browser = new OutputPipe().StartHeld();
        using OutputPipe client = new OutputPipe().StartHeld();
        holds.Add(client.Output, isBrowser: false);
        Advance(10);
        holds.Add(browser.Output, isBrowser: true);

        Advance(90);
        Assert.False(client.Output.IsHeld);
        Assert.True(browser.Output.IsHeld);
        Advance(1009);
        Assert.True(browser.Output.IsHeld);
        Advance(1);
        Assert.False(browser.Output.IsHeld);
    }

    [Fact]
    public void Add_ClientWhileOnlyABrowserWaits_ClientIsReleasedInItsOwnTime()
    {
        using HoldQueue holds = new(ConnectionTimeouts.Default, TestMetrics.Connections(), _time);
        using OutputPipe browser = new OutputPipe().StartHeld();
        using OutputPipe client = new OutputPipe().StartHeld();
        holds.Add(browser.Output, isBrowser: true);
        Advance(10);
        holds.Add(client.Output, isBrowser: false);

        Advance(100);

        Assert.False(client.Output.IsHeld);
        Assert.True(browser.Output.IsHeld);
    }

    [Fact]
    public void Add_AfterAllWereReleased_ReleasedToo()
    {
        using HoldQueue holds = new(ConnectionTimeouts.Default, TestMetrics.Connections(), _time);
        using OutputPipe first = new OutputPipe().StartHeld();
        using OutputPipe second = new OutputPipe().StartHeld();
        holds.Add(first.Output, isBrowser: false);
        Advance(100);
        holds.Add(second.Output, isBrowser: false);

        Advance(99);
        Assert.True(second.Output.IsHeld);
        Advance(1);
        Assert.False(second.Output.IsHeld);
    }

    private void Advance(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
