using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// One kind of load, run by one worker: <see cref="PrepareAsync"/> before the start barrier, <see cref="RunAsync"/> after it,
/// then <see cref="DrainAsync"/> and <see cref="Verify"/>.
/// </summary>
internal abstract class Scenario(ScenarioContext context)
{
    /// <summary>How long a connection may take to close before it is cut.</summary>
    protected static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    // After the last awaited message a faulty server may still send copies of it: wait this long for them.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>Job, clock and recorders.</summary>
    protected ScenarioContext Context { get; } = context;

    /// <summary>What the server promises about this scenario's messages.</summary>
    public virtual DeliveryClass Promise => DeliveryClass.Exact;

    /// <summary>What has completed of the measured part, for the run's second by second: messages received.</summary>
    public virtual long Completed => Context.Counters.Received;

    /// <summary>Connections open now.</summary>
    public abstract int OpenConnections { get; }

    /// <summary>True when nothing is outstanding.</summary>
    protected virtual bool IsDrained => Context.Counters.Outstanding <= 0;

    /// <summary>True when a connection should keep its receive buffer between messages.</summary>
    protected virtual bool KeepsBuffers => true;

    /// <summary>Opens what must be open before the load starts.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Makes the load until the window's end.</summary>
    public abstract Task RunAsync(RunWindow window, CancellationToken cancellation);

    /// <summary>Closes all connections.</summary>
    public abstract Task CloseAsync();

    /// <summary>What became of all messages; call it after draining.</summary>
    public virtual DeliveryCounts Verify() => default;

    /// <summary>The same by class of delivery.</summary>
    public virtual IReadOnlyDictionary<string, DeliveryCounts> VerifyClasses() =>
        new Dictionary<string, DeliveryCounts>(StringComparer.Ordinal) { [Context.Options.Scenario] = Verify() };

    /// <summary>Waits for outstanding messages, but no longer than the option says.</summary>
    public virtual async Task DrainAsync(CancellationToken cancellation)
    {
        var clock = Context.Clock;
        var start = clock.GetTimestamp();
        while (!IsDrained && clock.GetElapsedTime(start) < Context.Options.Drain)
        {
            await Task.Delay(DrainPoll, clock, cancellation).ConfigureAwait(false);
        }

        await Task.Delay(Settle, clock, cancellation).ConfigureAwait(false);
    }

    /// <summary>How this scenario's connections use the wire.</summary>
    protected WireStyle Style => new(Masked: !Context.Options.Unmasked, KeepsBuffer: KeepsBuffers);

    /// <summary>Counts the end of a connection, unless this side asked for it (null).</summary>
    protected void CountError(string? error)
    {
        if (error is not null)
        {
            Context.Errors.Add(error);
        }
    }
}
