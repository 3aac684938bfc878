using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Groups;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Tests.Groups;

public class RecentPublishesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Take_NumbersAgain_LeavesThemOut()
    {
        RecentPublishes recent = new(_time);
        GroupPublish[] first = [Publish("a", 1), Publish("b", 1), Publish("a", 2)];

        Assert.Same(first, recent.Take(first));
        Assert.Equal([Publish("a", 3)], recent.Take([Publish("a", 2), Publish("a", 3), Publish("b", 1)]));
        Assert.Empty(recent.Take(first));
    }

    [Fact]
    public void Take_WithoutNumbers_AllAreNew()
    {
        RecentPublishes recent = new(_time);
        GroupPublish[] messages = [Publish(null, 0), Publish(null, 0)];

        Assert.Same(messages, recent.Take(messages));
        Assert.Same(messages, recent.Take(messages));
    }

    [Fact]
    public void Forget_Failed_MayComeAgain()
    {
        RecentPublishes recent = new(_time);
        recent.Take([Publish("a", 1), Publish("a", 2)]);

        recent.Forget([Publish("a", 2)]);

        Assert.True(recent.Has(Publish("a", 1)));
        Assert.False(recent.Has(Publish("a", 2)));
        Assert.Equal([Publish("a", 2)], recent.Take([Publish("a", 1), Publish("a", 2)]));
    }

    [Fact]
    public void Take_ProducerSilentForAMinute_IsForgottenAndOthersAreNot()
    {
        RecentPublishes recent = new(_time);
        recent.Take([Publish("silent", 1), Publish("steady", 1)]);
        _time.Advance(TimeSpan.FromSeconds(40));
        recent.Take([Publish("steady", 2)]);
        _time.Advance(TimeSpan.FromSeconds(40));
        recent.Take([Publish("steady", 3)]);

        Assert.False(recent.Has(Publish("silent", 1)));
        Assert.True(recent.Has(Publish("steady", 2)));
    }

    [Fact]
    public void Take_NumbersWithGaps_AllAreRemembered()
    {
        RecentPublishes recent = new(_time);
        GroupPublish[] odd = [.. Enumerable.Range(0, 1000).Select(index => Publish("a", (ulong)((2 * index) + 1)))];
        recent.Take(odd);

        Assert.Empty(recent.Take(odd));
    }

    private static GroupPublish Publish(string? producer, ulong number) => new("user", Nothing, null, producer, number);

    private static readonly Payload Nothing = new(PayloadKind.Text, []);
}
