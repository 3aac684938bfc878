using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Tests.Measuring;

public sealed class MeasuringTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(333.3)]
    [InlineData(7777)]
    [InlineData(1_000_000)]
    public void OpenLoopSchedule_DueBy_AgreesWithDueAt(double rate)
    {
        var schedule = new OpenLoopSchedule(startTicks: 1_000, rate, ticksPerSecond: 1_000_000_000);

        Assert.Equal(0, schedule.DueBy(999));
        Assert.Equal(1, schedule.DueBy(1_000));
        for (var index = 0; index < 1_000; index += 7)
        {
            Assert.Equal(index + 1, schedule.DueBy(schedule.DueAt(index)));
            Assert.Equal(index, schedule.DueBy(schedule.DueAt(index) - 1));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void OpenLoopSchedule_RateThatNeverComesToAMessage_IsRefused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OpenLoopSchedule(0, rate, 1_000_000_000));

    [Fact]
    public void PayloadHeader_WrittenAndRead_IsTheSame()
    {
        var payload = new byte[PayloadHeader.Length + 5];
        var header = new PayloadHeader(0xDEADBEEF, 7, 1L << 40, 123_456_789_012);

        header.Write(payload);

        Assert.True(PayloadHeader.TryRead(payload, 0xDEADBEEF, out var read));
        Assert.Equal(header, read);
        Assert.False(PayloadHeader.TryRead(payload, 1, out _));
        Assert.False(PayloadHeader.TryRead(payload.AsSpan(0, PayloadHeader.Length - 1), 0xDEADBEEF, out _));
    }

    [Fact]
    public void Histograms_EncodedAndAdded_EqualTheirSum()
    {
        var (first, second, sum) = (Histograms.Create(), Histograms.Create(), Histograms.Create());
        for (var value = 1; value <= 1_000; value++)
        {
            first.RecordValue(value);
            second.RecordValue(value * 1_000L);
        }

        Histograms.AddEncoded(sum, Histograms.Encode(first));
        Histograms.AddEncoded(sum, Histograms.Encode(second));
        Histograms.AddEncoded(sum, Histograms.Encode(Histograms.Create()));

        Assert.Equal(2_000, sum.TotalCount);
        Assert.InRange(Histograms.At(sum, 25), 499, 501);
        Assert.InRange(Histograms.Max(sum), 999_000, 1_001_000);
        Assert.Equal(999, Histograms.CountAbove(sum, 1_000));
    }

    [Fact]
    public void LatencyRecorder_Intervals_AddUpToTheWhole()
    {
        var recorder = new LatencyRecorder();
        recorder.RecordMicroseconds(10);

        Assert.Equal(1, recorder.TakeInterval().TotalCount);
        recorder.RecordMicroseconds(20);
        recorder.RecordMicroseconds(long.MaxValue);
        Assert.Equal(2, recorder.TakeInterval().TotalCount);
        Assert.Equal(0, recorder.TakeInterval().TotalCount);
    }

    [Fact]
    public void ProcessStat_NameWithSpacesAndParentheses_IsParsed()
    {
        const string Text = "42 (a b) c) S 1 42 42 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 9 0 100 270000000 300 18446744073709551615 1 1 0";

        Assert.True(ProcessStat.TryParse(Text, 4096, out var stat));
        Assert.Equal(TimeSpan.FromSeconds(2), stat.Cpu);
        Assert.Equal(300 * 4096, stat.RssBytes);
        Assert.False(ProcessStat.TryParse("42 (x) S 1", 4096, out _));
    }

    [Fact]
    public void MachineCpu_TwoReadings_GiveTheBusyShare()
    {
        var from = MachineCpu.Parse("cpu  100 0 100 800 0 0 0 0 0 0");
        var to = MachineCpu.Parse("cpu  150 0 125 825 0 0 0 0 0 0");

        Assert.Equal(0.75, MachineCpu.Utilisation(from!.Value, to!.Value));
        Assert.Null(MachineCpu.Parse("intr 5"));
    }

    [Fact]
    public void MetricsSampler_PrometheusText_IsSummedOverSeries()
    {
        const string Text = """
            # HELP x y
            dotnet_process_cpu_time_seconds_total{cpu_mode="user"} 1.5 1700000000000
            dotnet_process_cpu_time_seconds_total{cpu_mode="system"} 0.25 1700000000000
            dotnet_process_memory_working_set_bytes 1048576
            dotnet_gc_collections_total{gc_heap_generation="gen 0"} 4
            dotnet_gc_collections_total{gc_heap_generation="gen 1"} 1
            """;

        var sample = MetricsSampler.Parse(Text, 7);

        Assert.Equal(new ServerSample(7, TimeSpan.FromSeconds(1.75), 1_048_576, 5), sample);
        Assert.Null(MetricsSampler.Parse("other 1", 7));
    }
}
