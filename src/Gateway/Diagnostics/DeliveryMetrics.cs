using System.Diagnostics.Metrics;

namespace Sws.Gateway.Diagnostics;

/// <summary>Figures of the way between sessions and grains: how well calls are batched, how far a message fans out.</summary>
internal sealed class DeliveryMetrics
{
    private static readonly InstrumentAdvice<int> BatchBuckets = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    private readonly Histogram<int> _batches;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _deliveries;

    public DeliveryMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterNames.Gateway);
        _batches = meter.CreateHistogram("sws.grain_call.messages", "{message}", "Clients' messages that one call to a session's grain carried.", tags: null, BatchBuckets);
        _messages = meter.CreateCounter<long>("sws.fanout.messages", "{message}", "Messages of groups that reached this edge.");
        _deliveries = meter.CreateCounter<long>("sws.fanout.deliveries", "{message}", "Copies of them that were queued for sessions of this edge.");
    }

    /// <summary>A call to a session's grain carried this many messages.</summary>
    public void BatchSent(int messages) => _batches.Record(messages);

    /// <summary>Messages of one group were queued for the group's local members.</summary>
    public void FannedOut(int messages, long deliveries)
    {
        _messages.Add(messages);
        _deliveries.Add(deliveries);
    }
}
