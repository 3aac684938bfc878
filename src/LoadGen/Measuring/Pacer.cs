namespace Sws.LoadGen.Measuring;

/// <summary>
/// Runs an open-loop schedule on a thread of its own: calls <paramref name="send"/> for every message when it is due, in order,
/// and tells how late each call was. Lateness is the generator's own fault and is reported as its schedule lag.
/// </summary>
/// <param name="schedule">When messages are due.</param>
/// <param name="clock">The clock that the schedule's ticks belong to.</param>
/// <param name="lag">Takes a message's intended ticks and its lateness.</param>
/// <param name="send">Takes the message's index and its intended ticks. Must not block.</param>
internal sealed class Pacer(OpenLoopSchedule schedule, TimeProvider clock, Action<long, TimeSpan> lag, Action<long, long> send)
{
    /// <summary>Shortest sleep. Waking up more often costs more CPU than the precision is worth (measured: 50 µs ≈ 5 % of a core).</summary>
    private static readonly TimeSpan MinSleep = TimeSpan.FromMicroseconds(50);

    /// <summary>Longest sleep, so that a cancelled run ends soon.</summary>
    private static readonly TimeSpan MaxSleep = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends every message due before <paramref name="endTicks"/>, then completes with their number.</summary>
    public Task<long> RunAsync(long endTicks, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Loop(endTicks, done, cancellation)) { IsBackground = true, Name = "pacer" }.Start();
        return done.Task;
    }

    private void Loop(long endTicks, TaskCompletionSource<long> done, CancellationToken cancellation)
    {
        try
        {
            PreciseSleep.SharpenCurrentThread();
            long index = 0;
            while (!cancellation.IsCancellationRequested && schedule.DueAt(index) < endTicks)
            {
                index = SendDue(index, endTicks);
                var rest = clock.GetElapsedTime(clock.GetTimestamp(), schedule.DueAt(index));
                if (rest > TimeSpan.Zero)
                {
                    PreciseSleep.For(rest < MinSleep ? MinSleep : rest > MaxSleep ? MaxSleep : rest);
                }
            }

            done.SetResult(index);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private long SendDue(long index, long endTicks)
    {
        var now = clock.GetTimestamp();
        var due = schedule.DueBy(now);
        for (; index < due; index++)
        {
            var intended = schedule.DueAt(index);
            if (intended >= endTicks)
            {
                break;
            }

            send(index, intended);
            lag(intended, clock.GetElapsedTime(intended, now));
        }

        return index;
    }
}
