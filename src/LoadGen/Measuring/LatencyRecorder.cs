using HdrHistogram;

namespace Sws.LoadGen.Measuring;

/// <summary>
/// Records durations in µs from any thread, and hands out what was recorded since the last call, so that intervals
/// add up to the whole run without being counted twice.
/// </summary>
internal sealed class LatencyRecorder
{
    private readonly Recorder _recorder = HistogramFactory
        .With64BitBucketSize()
        .WithValuesFrom(1)
        .WithValuesUpTo(Histograms.HighestMicroseconds)
        .WithPrecisionOf(Histograms.SignificantDigits)
        .WithThreadSafeWrites()
        .WithThreadSafeReads()
        .Create();

    private HistogramBase? _spare;

    /// <summary>Records one duration; values beyond the range are recorded at its ends.</summary>
    public void Record(TimeSpan duration) => RecordMicroseconds((long)duration.TotalMicroseconds);

    /// <summary>Records one duration in µs.</summary>
    public void RecordMicroseconds(long microseconds) =>
        _recorder.RecordValue(Math.Clamp(microseconds, 1, Histograms.HighestMicroseconds));

    /// <summary>What was recorded since the last call. Valid until the next call; one caller only.</summary>
    public HistogramBase TakeInterval() => _spare = _spare is null ? _recorder.GetIntervalHistogram() : _recorder.GetIntervalHistogram(_spare);
}
