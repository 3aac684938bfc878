using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Decides when which sender sends. Open loop: messages are due on schedule, on the senders in turn. Closed loop: each sender keeps so
/// many messages in flight; one is done when all its deliveries have arrived.
/// </summary>
/// <param name="context">Options, clock and counters.</param>
/// <param name="sender">Sends.</param>
/// <param name="senders">How many senders there are.</param>
/// <param name="deliveries">How many deliveries each message brings.</param>
internal sealed class SendLoop(ScenarioContext context, ISender sender, int senders, int deliveries)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    private readonly SendFlow[] _flows = [.. Enumerable.Range(0, senders).Select(_ => new SendFlow())];
    private long _endTicks;

    private bool IsClosedLoop => context.Options.Rate is null;

    /// <summary>How many messages a sender has sent.</summary>
    public long Sent(int index) => _flows[index].NextSequence;

    /// <summary>Runs until the window's end.</summary>
    public Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        Volatile.Write(ref _endTicks, window.EndTicks);
        if (senders == 0)
        {
            // A share of the run without groups or pairs has no share of the rate either.
            return Task.CompletedTask;
        }

        return context.Options.Rate is { } rate ? RunOpenLoopAsync(window, rate, cancellation) : RunClosedLoopAsync(window, cancellation);
    }

    /// <summary>The server acknowledged a message.</summary>
    public void Acknowledged(int index, long sequence) => context.Counters.CountAcked(sequence >= _flows[index].FirstMeasured);

    /// <summary>One delivery of one of this sender's messages arrived.</summary>
    public void Delivered(int index)
    {
        if (!IsClosedLoop)
        {
            return;
        }

        var flow = _flows[index];
        lock (flow)
        {
            flow.Awaited = Math.Max(0, flow.Awaited - 1);
            Fill(index, flow);
        }
    }

    private async Task RunOpenLoopAsync(RunWindow window, double rate, CancellationToken cancellation)
    {
        // The order is drawn once per run, so that neighbours in time are not neighbours in the server's tables.
        var order = Enumerable.Range(0, senders).ToArray();
        new Random(context.Options.Seed).Shuffle(order);
        var schedule = new OpenLoopSchedule(window.StartTicks, rate, context.Clock.TimestampFrequency);
        var pacer = new Pacer(schedule, context.Clock, context.RecordLag, (message, intended) => SendDue(order[message % order.Length], intended));
        await pacer.RunAsync(window.EndTicks, cancellation).ConfigureAwait(false);
    }

    private void SendDue(int index, long intendedTicks)
    {
        if (sender.IsReady(index))
        {
            Send(index, _flows[index], intendedTicks);
        }
        else
        {
            context.CountUnsent(intendedTicks, ConnectionError.NotConnected);
        }
    }

    private bool Send(int index, SendFlow flow, long intendedTicks)
    {
        // Counted before it is sent: the first delivery may be back before Send returns.
        context.CountSent(intendedTicks, deliveries);
        if (flow.FirstMeasured == long.MaxValue && context.IsMeasured(intendedTicks))
        {
            flow.FirstMeasured = flow.NextSequence;
        }

        if (sender.Send(index, flow.NextSequence++, intendedTicks) is not { } error)
        {
            return true;
        }

        flow.NextSequence--;
        context.CountNotSent(intendedTicks, deliveries);
        context.CountUnsent(intendedTicks, error);
        return false;
    }

    private async Task RunClosedLoopAsync(RunWindow window, CancellationToken cancellation)
    {
        Sweep(refill: true);
        while (context.Clock.GetTimestamp() < window.EndTicks)
        {
            await Task.Delay(SweepInterval, context.Clock, cancellation).ConfigureAwait(false);
            Sweep(refill: false);
        }
    }

    /// <summary>Sends the first messages, and later those that a lost delivery holds back.</summary>
    private void Sweep(bool refill)
    {
        for (var index = 0; index < _flows.Length; index++)
        {
            var flow = _flows[index];
            if (!sender.IsReady(index))
            {
                continue;
            }

            lock (flow)
            {
                var overdue = context.Clock.GetElapsedTime(flow.LastTicks) >= context.Options.ReplyTimeout;
                if (refill || overdue)
                {
                    flow.Awaited = 0;
                    Fill(index, flow);
                }
            }
        }
    }

    private void Fill(int index, SendFlow flow)
    {
        var now = context.Clock.GetTimestamp();
        flow.LastTicks = now;
        while (flow.Awaited <= (context.Options.Outstanding - 1) * deliveries && now < Volatile.Read(ref _endTicks) && Send(index, flow, now))
        {
            flow.Awaited += deliveries;
        }
    }
}
