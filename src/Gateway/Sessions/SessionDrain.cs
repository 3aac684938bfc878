using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>Empties this edge in good order: nobody new comes in, clients are told, sockets are closed spread over a window.</summary>
internal sealed class SessionDrain(
    AdmissionControl admission,
    ConnectionTable table,
    SessionRegistry sessions,
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
                connections[closed].RequestClose(CloseReason.Draining);
            }

            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (table.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
