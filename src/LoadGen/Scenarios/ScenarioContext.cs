using Sws.LoadGen.Commands;
using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Scenarios;

/// <summary>What a scenario works with: its job, the clock, and where it records.</summary>
internal sealed class ScenarioContext(WorkerJob job, ConnectionSettings settings, ScenarioContext? whole = null)
{
    private readonly long _lateMicroseconds = (long)job.Options.LateAfter.TotalMicroseconds;

    // No message counts before the window is known.
    private long _measureTicks = long.MaxValue;

    /// <summary>The worker's job.</summary>
    public WorkerJob Job => job;

    /// <summary>The worker's share of the options.</summary>
    public RunOptions Options => job.Options;

    /// <summary>What connections share.</summary>
    public ConnectionSettings Settings => settings;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => settings.Clock;

    /// <summary>Counts of messages and connections.</summary>
    public RunCounters Counters { get; } = whole?.Counters ?? new();

    /// <summary>Latency of messages, from the time they were due.</summary>
    public LatencyRecorder Latency { get; } = whole?.Latency ?? new();

    /// <summary>Time from TCP connect to the end of the handshake.</summary>
    public LatencyRecorder Handshake { get; } = whole?.Handshake ?? new();

    /// <summary>How late the generator itself sent, in open-loop runs.</summary>
    public LatencyRecorder Lag { get; } = whole?.Lag ?? new();

    /// <summary>What became of sessions that lost their connection.</summary>
    public RecoveryRecorder Recovery { get; } = whole?.Recovery ?? new();

    /// <summary>Errors by name.</summary>
    public ErrorCounts Errors { get; } = whole?.Errors ?? new();

    private long MeasureTicks => whole?.MeasureTicks ?? Volatile.Read(ref _measureTicks);

    /// <summary>A scenario within this one: its own connections and messages, the same clock and counters.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="part">Its number, from 0 to 2: messages of one part are not taken for those of another.</param>
    public ScenarioContext Part(RunOptions options, int part) =>
        new(job with { Options = options, RunTag = job.RunTag ^ ((uint)(part + 1) << 30) }, settings, this);

    /// <summary>Tells when messages begin to count.</summary>
    public void Open(RunWindow window) => Volatile.Write(ref _measureTicks, window.MeasureTicks);

    /// <summary>Counts a message that was just sent.</summary>
    public void CountSent(long intendedTicks, int deliveries = 1) => Counters.CountSent(IsMeasured(intendedTicks), deliveries);

    /// <summary>Takes back <see cref="CountSent"/>: the message could not be sent.</summary>
    public void CountNotSent(long intendedTicks, int deliveries = 1) => Counters.CountNotSent(IsMeasured(intendedTicks), deliveries);

    /// <summary>Counts a message that was due and could not be sent.</summary>
    public void CountUnsent(long intendedTicks, string error)
    {
        Errors.Add(error);
        if (IsMeasured(intendedTicks))
        {
            Counters.CountUnsent();
        }
    }

    /// <summary>Counts and times the first copy of a message.</summary>
    public void CountReceived(long intendedTicks)
    {
        var measured = IsMeasured(intendedTicks);
        var microseconds = (long)Clock.GetElapsedTime(intendedTicks).TotalMicroseconds;
        if (measured)
        {
            Latency.RecordMicroseconds(microseconds);
        }

        Counters.CountReceived(measured, microseconds > _lateMicroseconds);
    }

    /// <summary>Times a handshake that has just ended. Those of the warm-up do not count; those before the barrier do.</summary>
    public void RecordHandshake(long startTicks)
    {
        if (MeasureTicks == long.MaxValue || startTicks >= MeasureTicks)
        {
            Counters.CountHandshake();
            Handshake.Record(Clock.GetElapsedTime(startTicks));
        }
    }

    /// <summary>Times something that is not a message.</summary>
    public void RecordLatency(long intendedTicks)
    {
        if (IsMeasured(intendedTicks))
        {
            Latency.Record(Clock.GetElapsedTime(intendedTicks));
        }
    }

    /// <summary>Takes how late the generator sent a message. In the warm-up it is late because its code is new: that is not measured.</summary>
    public void RecordLag(long intendedTicks, TimeSpan late)
    {
        if (IsMeasured(intendedTicks))
        {
            Lag.Record(late);
        }
    }

    /// <summary>True when a message that was due at this time is part of the measurement.</summary>
    public bool IsMeasured(long intendedTicks) => intendedTicks >= MeasureTicks;

    /// <summary>Waits until a point in time.</summary>
    public Task DelayUntilAsync(long ticks, CancellationToken cancellation)
    {
        var rest = Clock.GetElapsedTime(Clock.GetTimestamp(), ticks);
        return rest > TimeSpan.Zero ? Task.Delay(rest, Clock, cancellation) : Task.CompletedTask;
    }
}
