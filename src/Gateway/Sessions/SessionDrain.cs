using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Empties this edge in good order: nobody new comes in, clients are told, sockets are closed spread over a window, and
/// while clients come back at other edges their sessions are handed over.
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
        int closed = 0;
        while (closed < connections.Length && !cancellationToken.IsCancellationRequested)
        {
            double elapsed = settings.Window == TimeSpan.Zero ? 1 : Math.Min(1, time.GetElapsedTime(began) / settings.Window);
            for (int due = (int)Math.Ceiling(elapsed * connections.Length); closed < due; closed++)
            {
                connections[closed].CloseHere(CloseReason.Draining);
            }

            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WaitWhileAsync(() => table.Count > 0, cancellationToken);
        await HandOverAsync(cancellationToken);
    }

    /// <summary>Stays until every session was taken by another edge, or its client has had its time to come back.</summary>
    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        if (!await lease.HasPeersAsync())
        {
            return;
        }

        long began = time.GetTimestamp();
        await WaitWhileAsync(
            () => sessions.All.Any(session => session.RecoveryToken is not null) && time.GetElapsedTime(began) < settings.HandOver,
            cancellationToken);
    }

    private async Task WaitWhileAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (condition() && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
