using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Every message comes back to its sender. Closed loop: each connection keeps so many messages in flight. Open loop: messages are due on
/// schedule, on the connections in turn. Nothing may be lost, doubled or reordered.
/// </summary>
internal sealed class EchoScenario : Scenario
{
    /// <summary>Error name: the open loop's next connection had closed.</summary>
    private const string NotConnected = "not_connected";

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    private readonly Fleet _fleet;
    private readonly PayloadFactory _payloads;
    private readonly EchoFlow[] _flows;
    private long _endTicks;

    /// <summary>Prepares fleet and flows.</summary>
    public EchoScenario(ScenarioContext context)
        : base(context)
    {
        _fleet = new Fleet(context, CreateOpener(), this);
        _payloads = new PayloadFactory(context.Options.Size, context.Options.Seed, context.Job.RunTag);
        _flows = [.. Enumerable.Range(0, context.Options.Connections).Select(_ => new EchoFlow())];
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    private bool IsClosedLoop => Context.Options.Rate is null;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) => _fleet.OpenAllAsync(null, cancellation);

    /// <inheritdoc/>
    public override Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        Volatile.Write(ref _endTicks, window.EndTicks);
        return Context.Options.Rate is { } rate ? RunOpenLoopAsync(window, rate, cancellation) : RunClosedLoopAsync(window, cancellation);
    }

    /// <inheritdoc/>
    public override Task CloseAsync() => _fleet.CloseAllAsync(CloseTimeout);

    /// <inheritdoc/>
    public override DeliveryCounts Verify() =>
        _flows.Aggregate(default(DeliveryCounts), (sum, flow) => sum + flow.Verifier.Finish(flow.NextSequence));

    /// <inheritdoc/>
    public override void OnOpened(LeanConnection connection) => _fleet.Add(connection);

    /// <inheritdoc/>
    public override void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload)
    {
        if (!PayloadHeader.TryRead(payload, Context.Job.RunTag, out var header) || header.Sender != connection.Index)
        {
            Context.Errors.Add(ConnectionError.UnexpectedPayload);
            return;
        }

        var flow = _flows[connection.Index];
        if (!flow.Verifier.Accept(header.Sequence))
        {
            return;
        }

        Context.CountReceived(header.IntendedTicks);
        if (IsClosedLoop)
        {
            ReplyArrived(connection, flow);
        }
    }

    /// <inheritdoc/>
    public override void OnClosed(LeanConnection connection, string? error)
    {
        _fleet.Remove(connection);
        base.OnClosed(connection, error);
    }

    private async Task RunOpenLoopAsync(RunWindow window, double rate, CancellationToken cancellation)
    {
        // The order is drawn once per run, so that neighbours in time are not neighbours in the server's tables.
        var order = Enumerable.Range(0, _flows.Length).ToArray();
        new Random(Context.Options.Seed).Shuffle(order);
        var schedule = new OpenLoopSchedule(window.StartTicks, rate, Context.Clock.TimestampFrequency);
        var pacer = new Pacer(schedule, Context.Clock, Context.Lag, (message, intended) => SendDue(order[message % order.Length], intended));
        await pacer.RunAsync(window.EndTicks, cancellation).ConfigureAwait(false);
    }

    private void SendDue(int index, long intendedTicks)
    {
        if (_fleet[index] is not { } connection)
        {
            Context.Errors.Add(NotConnected);
            return;
        }

        Send(connection, _flows[index], intendedTicks);
    }

    private bool Send(LeanConnection connection, EchoFlow flow, long intendedTicks)
    {
        // Counted before it is sent: the reply may be back before Send returns.
        Context.CountSent(intendedTicks);
        if (connection.Send(_payloads.Make(connection.Index, flow.NextSequence, intendedTicks)))
        {
            flow.NextSequence++;
            return true;
        }

        Context.CountNotSent(intendedTicks);
        Context.Errors.Add(ConnectionError.SendQueueFull);
        return false;
    }

    private async Task RunClosedLoopAsync(RunWindow window, CancellationToken cancellation)
    {
        Sweep(refill: true);
        while (Context.Clock.GetTimestamp() < window.EndTicks)
        {
            await Task.Delay(SweepInterval, Context.Clock, cancellation).ConfigureAwait(false);
            Sweep(refill: false);
        }
    }

    /// <summary>Sends the first messages, and later those that a lost reply holds back.</summary>
    private void Sweep(bool refill)
    {
        for (var index = 0; index < _flows.Length; index++)
        {
            var flow = _flows[index];
            if (_fleet[index] is not { } connection)
            {
                continue;
            }

            lock (flow)
            {
                var overdue = Context.Clock.GetElapsedTime(flow.LastTicks) >= Context.Options.ReplyTimeout;
                if (refill || overdue)
                {
                    flow.InFlight = 0;
                    Fill(connection, flow);
                }
            }
        }
    }

    private void ReplyArrived(LeanConnection connection, EchoFlow flow)
    {
        lock (flow)
        {
            flow.InFlight = Math.Max(0, flow.InFlight - 1);
            Fill(connection, flow);
        }
    }

    private void Fill(LeanConnection connection, EchoFlow flow)
    {
        var now = Context.Clock.GetTimestamp();
        flow.LastTicks = now;
        while (flow.InFlight < Context.Options.Outstanding && now < Volatile.Read(ref _endTicks) && Send(connection, flow, now))
        {
            flow.InFlight++;
        }
    }
}
