using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests;

public sealed class RecentNumbersTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void CopyTo_NumbersOfBothHalfMinutesOutOfOrder_AscendingRuns()
    {
        RecentNumbers recent = new(_time);
        Take(recent, 5, 6, 9);
        _time.Advance(TimeSpan.FromSeconds(31));
        Take(recent, 7, 2, 12);

        Assert.Equal([new AckIdRange(2, 2), new AckIdRange(5, 7), new AckIdRange(9, 9), new AckIdRange(12, 12)], Copy(recent, maxRuns: 10));
        Assert.Equal([new AckIdRange(9, 9), new AckIdRange(12, 12)], Copy(recent, maxRuns: 2));
    }

    [Fact]
    public void Add_FromElsewhere_KnownAsLongAsWhatCameHere()
    {
        RecentNumbers recent = new(_time);
        Take(recent, 8);

        recent.Add(new ProducerNumbers("p", [new AckIdRange(3, 4), new AckIdRange(9, 9)]));

        Assert.Equal([new AckIdRange(3, 4), new AckIdRange(8, 9)], Copy(recent, maxRuns: 10));
        Assert.False(recent.TryTake("p", 4));
        Assert.True(recent.TryTake("p", 5));
        Assert.True(recent.TryTake("another", 4));

        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(recent.TryTake("p", 3));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(recent.TryTake("p", 3));
    }

    private static void Take(RecentNumbers recent, params ulong[] numbers) =>
        Assert.All(numbers, number => Assert.True(recent.TryTake("p", number)));

    private static IReadOnlyList<AckIdRange> Copy(RecentNumbers recent, int maxRuns)
    {
        List<ProducerNumbers> copy = [];
        recent.CopyTo(copy, maxProducers: 1, maxRuns);
        return Assert.Single(copy).Numbers;
    }
}
