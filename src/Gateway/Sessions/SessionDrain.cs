using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Empties this edge in good order: nobody new comes in, clients are told, sockets are closed spread over a window, no faster
/// than their clients come back at other edges, and their sessions are handed over meanwhile.
/// </summary>
internal sealed class SessionDrain(
    AdmissionControl admission,
    ConnectionTable table,
    SessionRegistry sessions,
    EdgeLeaseKeeper lease,
    DrainSettings settings,
    TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // Who is away for longer than the handshakes of other edges last may never come back.
    private const long ExpectedBackMs = 2000;

    /// <summary>
    /// How many clients may be on their way to other edges at once, however few this edge has; else a tenth of them. More make
    /// each other wait until handshakes time out and are tried again: on a slow machine 10 000 took 19 s instead of 9.
    /// </summary>
    internal int AllowedAway { get; init; } = 500;

    /// <summary>Whether a drain has begun.</summary>
    public bool HasBegun { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        admission.Stop();
        foreach (EdgeSession session in sessions.All)
        {
            if (session.Codec is { } codec)
            {
                session.Enqueue(codec.Encode(new Draining((int)settings.Window.TotalMilliseconds)), sequenced: false);
                session.Queue.Flush();
            }
        }

        // Evenly over the window, so that the rest of the cluster does not get all of them at once.
        SwsConnection[] connections = [.. table.All];
        long began = time.GetTimestamp();
        bool hasPeers = await lease.HasPeersAsync();
        int maxAway = Math.Max(AllowedAway, connections.Length / 10);
        int closed = 0;
        while (closed < connections.Length && !cancellationToken.IsCancellationRequested)
        {
            double elapsed = settings.Window == TimeSpan.Zero ? 1 : Math.Min(1, time.GetElapsedTime(began) / settings.Window);
            int due = (int)Math.Ceiling(elapsed * connections.Length);
            // Half of the time to come back is for those that are closed last, however slow the others were.
            if (hasPeers && IsWithin(began, settings.HandOver / 2))
            {
                // A socket that is closed is in the table until its client has answered; then its session is away.
                int leaving = closed - (connections.Length - table.Count);
                int away = Math.Max(leaving, sessions.CountAway(table.NowMs - ExpectedBackMs));
                due = Math.Min(due, closed + Math.Max(0, maxAway - away));
            }

            for (; closed < due; closed++)
            {
                connections[closed].CloseHere(CloseReason.Draining);
            }

            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WaitWhileAsync(() => table.Count > 0, cancellationToken);
        if (hasPeers)
        {
            // Until every session was taken by another edge, or its client has had its time to come back.
            await WaitWhileAsync(
                () => sessions.All.Any(session => session.RecoveryToken is not null) && IsWithin(began, settings.HandOver), cancellationToken);
        }
    }

    /// <summary>Whether the window that begins then, and a part of the hand-over behind it, still last.</summary>
    private bool IsWithin(long began, TimeSpan handOver) => time.GetElapsedTime(began) < settings.Window + handOver;

    private async Task WaitWhileAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (condition() && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
