using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// One kind of load, run by one worker: <see cref="PrepareAsync"/> before the start barrier, <see cref="RunAsync"/> after it,
/// then <see cref="DrainAsync"/> and <see cref="Verify"/>.
/// </summary>
internal abstract class Scenario(ScenarioContext context) : IConnectionHandler
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

    /// <summary>Connections open now.</summary>
    public abstract int OpenConnections { get; }

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

    /// <inheritdoc/>
    public abstract void OnOpened(LeanConnection connection);

    /// <inheritdoc/>
    public abstract void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload);

    /// <inheritdoc/>
    public virtual void OnClosed(LeanConnection connection, string? error)
    {
        if (error is not null)
        {
            Context.Errors.Add(error);
        }
    }

    /// <summary>Waits for outstanding messages, but no longer than the option says.</summary>
    public virtual async Task DrainAsync(CancellationToken cancellation)
    {
        var clock = Context.Clock;
        var start = clock.GetTimestamp();
        while (Context.Counters.Outstanding > 0 && clock.GetElapsedTime(start) < Context.Options.Drain)
        {
            await Task.Delay(DrainPoll, clock, cancellation).ConfigureAwait(false);
        }

        await Task.Delay(Settle, clock, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes the opener of this scenario's connections.</summary>
    protected ConnectionOpener CreateOpener() =>
        new(Context.Settings, new WireStyle(Masked: !Context.Options.Unmasked, KeepsBuffer: KeepsBuffers));
}
