using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Opens connections, proves each once, and holds them: what does a session cost that does nothing? Answers pings; sends its own
/// when asked to, spread evenly. A connection that ends is an error.
/// </summary>
internal sealed class IdleScenario : Scenario, IConnectionHandler
{
    private static readonly TimeSpan PingTick = TimeSpan.FromMilliseconds(100);

    private readonly Fleet _fleet;
    private readonly Proof _proof;

    /// <summary>Prepares the fleet.</summary>
    public IdleScenario(ScenarioContext context)
        : base(context)
    {
        _fleet = new Fleet(context, new ConnectionOpener(context.Settings, Style), this);
        _proof = new Proof(context, new Payloads(context.Options.Size, context.Options.Seed, context.Job.RunTag));
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    /// <inheritdoc/>
    protected override bool KeepsBuffers => false;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) =>
        _fleet.OpenAllAsync(index => new ConnectionTarget(index), Context.Options.NoProof ? null : _proof.ProveAsync, cancellation);

    /// <inheritdoc/>
    public override async Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        if (Context.Options.PingInterval == TimeSpan.Zero)
        {
            await Context.DelayUntilAsync(window.EndTicks, cancellation).ConfigureAwait(false);
            return;
        }

        var perTick = PingTick / Context.Options.PingInterval * Context.Options.Connections;
        var sent = 0L;
        for (var tick = 1; Context.Clock.GetTimestamp() < window.EndTicks; tick++)
        {
            for (; sent < tick * perTick; sent++)
            {
                _fleet[(int)(sent % Context.Options.Connections)]?.Ping();
            }

            await Task.Delay(PingTick, Context.Clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task CloseAsync() => _fleet.CloseAllAsync(CloseTimeout);

    /// <inheritdoc/>
    public void OnOpened(LeanConnection connection)
    {
        if (!Context.Options.NoProof)
        {
            _proof.Expect(connection);
        }

        _fleet.Add(connection);
    }

    /// <inheritdoc/>
    public void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload) => _proof.Arrived(connection, payload);

    /// <inheritdoc/>
    public void OnClosed(LeanConnection connection, string? error)
    {
        _fleet.Remove(connection);
        if (!_proof.Ended(connection, error))
        {
            CountError(error);
        }
    }
}
