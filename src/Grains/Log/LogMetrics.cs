using System.Diagnostics.Metrics;

namespace Sws.Grains.Log;

/// <summary>Figures of the message log.</summary>
internal sealed class LogMetrics
{
    private readonly Counter<long> _appended;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _failures;
    private readonly Histogram<int> _batches;

    public LogMetrics(IMeterFactory meters)
    {
        // The name of the meter of all areas of the gateway.
        Meter meter = meters.Create(GrainServices.MeterName);
        _appended = meter.CreateCounter<long>("sws.log.appends", "{message}", "Messages stored in the message log.");
        _duplicates = meter.CreateCounter<long>("sws.log.duplicates", "{message}", "Messages that were stored before and not stored again.");
        _bytes = meter.CreateCounter<long>("sws.log.bytes", "By", "Bytes of messages stored.");
        _pages = meter.CreateCounter<long>("sws.log.pages", "{page}", "Pages read from the message log.");
        _failures = meter.CreateCounter<long>("sws.log.failures", "{call}", "Calls that the store did not carry out.");
        _batches = meter.CreateHistogram<int>("sws.log.batch", "{message}", "Messages stored with one fsync or one round trip.");
    }

    public void Appended(int stored, int duplicates, long bytes)
    {
        if (stored + duplicates == 0)
        {
            return;
        }

        _appended.Add(stored);
        _bytes.Add(bytes);
        _batches.Record(stored + duplicates);
        if (duplicates > 0)
        {
            _duplicates.Add(duplicates);
        }
    }

    public void PageRead() => _pages.Add(1);

    public void Failed() => _failures.Add(1);
}
