using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Tests.Reports;

public sealed class DriftTests
{
    [Fact]
    public void Of_GrowingMemory_IsTheSlopePerHourWithoutTheFirstTenth()
    {
        var timeline = Enumerable.Range(1, 100).Select(s => Point(s, rss: s <= 10 ? 0 : 1_000_000 + (s * 100))).ToList();

        var drift = Drift.Of(timeline, collections: 10);

        Assert.Equal(360_000, drift.RssBytesPerHour);
        Assert.Equal(360, drift.CollectionsPerHour);
        Assert.Equal(0, drift.P50PerHour);
        Assert.Null(drift.CpuCoresPerHour);
    }

    [Fact]
    public void Of_ShortRun_SaysNothing()
    {
        var drift = Drift.Of([.. Enumerable.Range(1, 20).Select(s => Point(s, 1))], collections: null);

        Assert.Equal(new DriftReport(null, null, null, null, null), drift);
    }

    private static TimelinePoint Point(int second, long rss) => new(second, 1, 1, 0, 100, 200, 300, null, rss);
}
