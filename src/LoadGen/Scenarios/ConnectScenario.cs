using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Opens connections, proves each, closes it: how many can the server take in per second? Closed loop: so many at a time as there are
/// connections. Open loop: so many per second. Latency is from the intended start to the proof.
/// </summary>
internal sealed class ConnectScenario : Scenario, IConnectionHandler
{
    /// <summary>Error name: the open loop asked for more connects at a time than --connections allows.</summary>
    private const string TooManyInProgress = "too_many_in_progress";

    /// <summary>Error name: the open loop's connect had neither worked nor failed when the wait of --drain was over.</summary>
    private const string Unfinished = "connect_unfinished";

    // Closing is not part of the measurement: the next connect does not wait for it. Servers that keep the socket after the close
    // frames are cut off, so that descriptors do not pile up.
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromMilliseconds(250);

    private readonly Fleet _fleet;
    private readonly Proof _proof;
    private readonly Stack<int> _free = new();

    // Open loop: the last attempt in each place. All others have ended, for an attempt gives its place back last.
    private readonly Task?[] _attempts;
    private long _proven;

    /// <summary>Prepares the fleet; its places are used again and again.</summary>
    public ConnectScenario(ScenarioContext context)
        : base(context)
    {
        _fleet = new Fleet(context, new ConnectionOpener(context.Settings, Style), this);
        _proof = new Proof(context, new Payloads(context.Options.Size, context.Options.Seed, context.Job.RunTag));
        _attempts = new Task?[context.Options.Connections];
        for (var index = context.Options.Connections - 1; index >= 0; index--)
        {
            _free.Push(index);
        }
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    /// <inheritdoc/>
    /// <remarks>Here connections that were proven.</remarks>
    public override long Completed => Volatile.Read(ref _proven);

    /// <inheritdoc/>
    protected override bool KeepsBuffers => false;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        if (Context.Options.Rate is not { } rate)
        {
            var loops = Enumerable.Range(0, Context.Options.Connections);
            await Task.WhenAll(loops.Select(_ => Task.Run(() => LoopAsync(window, cancellation), cancellation))).ConfigureAwait(false);
            return;
        }

        var schedule = new OpenLoopSchedule(window.StartTicks, rate, Context.Clock.TimestampFrequency);
        var pacer = new Pacer(schedule, Context.Clock, Context.RecordLag, (_, intended) => Launch(intended, window.EndTicks, cancellation));
        await pacer.RunAsync(window.EndTicks, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task DrainAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_attempts.OfType<Task>()).ConfigureAwait(false);
        await base.DrainAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        await _fleet.CloseAllAsync(CloseTimeout).ConfigureAwait(false);
        var start = Context.Clock.GetTimestamp();
        while (_fleet.Open > 0 && Context.Clock.GetElapsedTime(start) < CloseTimeout)
        {
            await Task.Delay(LingerTimeout, Context.Clock).ConfigureAwait(false);
        }
    }

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

    private async Task LoopAsync(RunWindow window, CancellationToken cancellation)
    {
        long now;
        while ((now = Context.Clock.GetTimestamp()) < window.EndTicks)
        {
            if (TryTakePlace(out var index))
            {
                await AttemptAsync(index, now, cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Launch(long intendedTicks, long endTicks, CancellationToken cancellation)
    {
        if (TryTakePlace(out var index))
        {
            _attempts[index] = Task.Run(() => LaunchedAsync(index, intendedTicks, endTicks, cancellation), cancellation);
        }
        else
        {
            Context.Errors.Add(TooManyInProgress);
        }
    }

    private async Task LaunchedAsync(int index, long intendedTicks, long endTicks, CancellationToken cancellation)
    {
        var toEnd = Context.Clock.GetElapsedTime(Context.Clock.GetTimestamp(), endTicks);
        using var drained = new CancellationTokenSource((toEnd > TimeSpan.Zero ? toEnd : TimeSpan.Zero) + Context.Options.Drain, Context.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(drained.Token, cancellation);
        try
        {
            await AttemptAsync(index, intendedTicks, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Context.Errors.Add(Unfinished);
        }
    }

    private async Task AttemptAsync(int index, long intendedTicks, CancellationToken cancellation)
    {
        LeanConnection? connection = null;
        try
        {
            connection = await _fleet.OpenAsync(new ConnectionTarget(index), cancellation).ConfigureAwait(false);
            if (connection is not null)
            {
                await ProveAsync(connection, intendedTicks, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (connection is null)
        {
            Context.Counters.CountFailed();
            throw;
        }
        finally
        {
            lock (_free)
            {
                _free.Push(index);
            }
        }
    }

    private async Task ProveAsync(LeanConnection connection, long intendedTicks, CancellationToken cancellation)
    {
        var error = Context.Options.NoProof ? null : await _proof.ProveAsync(connection, cancellation).ConfigureAwait(false);
        if (error is null)
        {
            Context.RecordLatency(intendedTicks);
            if (Context.IsMeasured(intendedTicks))
            {
                Interlocked.Increment(ref _proven);
            }
        }
        else
        {
            Context.Errors.Add(error);
        }

        _ = connection.CloseAsync(LingerTimeout, Context.Clock);
    }

    private bool TryTakePlace(out int index)
    {
        lock (_free)
        {
            return _free.TryPop(out index);
        }
    }
}
