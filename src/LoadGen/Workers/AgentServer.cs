using System.Net;
using System.Net.Sockets;

namespace Sws.LoadGen.Workers;

/// <summary>Waits for controllers, and starts one worker process for each connection of one that knows the secret.</summary>
internal sealed class AgentServer(string secret, TimeProvider clock, TextWriter log)
{
    private static readonly TimeSpan AuthenticationTimeout = TimeSpan.FromSeconds(10);

    private int _nextWorker;
    private int _running;
    private bool _served;

    /// <summary>Serves until cancelled; with <paramref name="once"/>, until the first run is over and no worker is left.</summary>
    /// <exception cref="RunFailedException">Nothing can listen there.</exception>
    public async Task RunAsync(IPEndPoint endPoint, bool once, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var listener = new TcpListener(endPoint);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new RunFailedException($"--listen: {endPoint} cannot be listened on ({e.SocketErrorCode}); choose another address or port, or end what uses it");
        }

        await log.WriteLineAsync($"Listening for controllers on {listener.LocalEndpoint}").ConfigureAwait(false);
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
                _ = ServeAsync(client, once ? stop : null, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or done.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationTokenSource? stopWhenDone, CancellationToken cancellation)
    {
        using (client)
        {
            Interlocked.Increment(ref _running);
            try
            {
                var channel = await AuthenticateAsync(client, cancellation).ConfigureAwait(false);
                if (channel is null)
                {
                    await log.WriteLineAsync("A controller without the secret was turned away").ConfigureAwait(false);
                    return;
                }

                _served = true;
                await RelayAsync(channel, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
            {
                await log.WriteLineAsync("A controller's connection ended early").ConfigureAwait(false);
            }
            finally
            {
                if (Interlocked.Decrement(ref _running) == 0 && _served && stopWhenDone is not null)
                {
                    await stopWhenDone.CancelAsync().ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<MessageChannel?> AuthenticateAsync(TcpClient client, CancellationToken cancellation)
    {
        client.NoDelay = true;
        using var timeout = new CancellationTokenSource(AuthenticationTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        return await SharedSecret.AuthenticateAsync(client.GetStream(), secret, isController: false, either.Token).ConfigureAwait(false);
    }

    private async Task RelayAsync(MessageChannel controller, CancellationToken cancellation)
    {
        var worker = ProcessWorkerLink.Start(Interlocked.Increment(ref _nextWorker) - 1);
        await log.WriteLineAsync($"{worker.Name} serves a controller").ConfigureAwait(false);
        await using (worker.ConfigureAwait(false))
        {
            var down = CopyAsync(controller, worker.Channel, cancellation);
            var up = CopyAsync(worker.Channel, controller, cancellation);
            await await Task.WhenAny(down, up).ConfigureAwait(false);
        }

        await log.WriteLineAsync($"{worker.Name} is done").ConfigureAwait(false);
    }

    private static async Task CopyAsync(MessageChannel from, MessageChannel to, CancellationToken cancellation)
    {
        while (await from.ReceiveLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            await to.SendLineAsync(line).ConfigureAwait(false);
        }
    }
}
