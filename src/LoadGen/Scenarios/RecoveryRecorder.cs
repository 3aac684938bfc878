using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>Counts what became of sessions that lost their connection, from any thread.</summary>
internal sealed class RecoveryRecorder
{
    private long _cut;
    private long _dropped;
    private long _renewed;
    private long _recovered;
    private long _restarted;

    /// <summary>Time from the loss of a connection to the session's return.</summary>
    public LatencyRecorder Latency { get; } = new();

    /// <summary>Connections cut by the generator.</summary>
    public long Cut => Volatile.Read(ref _cut);

    /// <summary>Connections ended by the server.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Sessions left for new ones.</summary>
    public long Renewed => Volatile.Read(ref _renewed);

    /// <summary>Sessions taken up again.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>New sessions begun instead of old ones.</summary>
    public long Restarted => Volatile.Read(ref _restarted);

    /// <summary>The generator cuts a connection.</summary>
    public void CountCut() => Interlocked.Increment(ref _cut);

    /// <summary>The server ended a connection.</summary>
    public void CountDropped() => Interlocked.Increment(ref _dropped);

    /// <summary>The generator left a session for a new one.</summary>
    public void CountRenewed() => Interlocked.Increment(ref _renewed);

    /// <summary>A session is back.</summary>
    public void CountBack(TimeSpan after, bool recovered)
    {
        Interlocked.Increment(ref recovered ? ref _recovered : ref _restarted);
        Latency.Record(after);
    }
}
