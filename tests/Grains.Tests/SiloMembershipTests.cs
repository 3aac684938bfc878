using Microsoft.Extensions.Time.Testing;
using Sws.Testing;

namespace Sws.Grains.Tests;

/// <summary>A silo that does not know whether it was voted out is not to be sent clients.</summary>
public sealed class SiloMembershipTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SiloMembership _membership;
    private readonly SemaphoreSlim _asked = new(0);
    private Func<Task<bool>> _table = () => Task.FromResult(true);

    public SiloMembershipTests() => _membership = new SiloMembership(
        _ =>
        {
            _asked.Release();
            return _table();
        },
        () => true,
        _time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _membership.Dispose();
        _asked.Dispose();
    }

    [Fact]
    public async Task IsKnown_TableSaysMember_ForThreeSeconds()
    {
        _time.Advance(SiloMembership.KnownFor);
        Assert.False(_membership.IsKnown);

        Assert.True(await _membership.IsMemberAsync(Cancelled));
        _time.Advance(SiloMembership.KnownFor - TimeSpan.FromMilliseconds(1));
        Assert.True(_membership.IsKnown);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(_membership.IsKnown);
    }

    [Fact]
    public async Task IsKnown_TableSaysDead_NoMore()
    {
        _time.Advance(SiloMembership.KnownFor);
        _table = () => Task.FromResult(false);

        Assert.False(await _membership.IsMemberAsync(Cancelled));
        Assert.False(_membership.IsKnown);
        Assert.Throws<OrleansException>(_membership.Demand);
    }

    [Fact]
    public async Task Run_TableOutOfReach_AskedAgain()
    {
        _table = () => Task.FromException<bool>(new InvalidOperationException("No connection."));
        await _membership.StartAsync(Cancelled);

        for (int times = 0; times < 3; times++)
        {
            await AskedAsync().Within(Timeouts.Step, "the table to be asked again");
        }
    }

    private async Task AskedAsync()
    {
        while (!await _asked.WaitAsync(TimeSpan.FromMilliseconds(5), Cancelled))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
