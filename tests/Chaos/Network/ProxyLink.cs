using System.Net.Sockets;

namespace Sws.Chaos.Network;

/// <summary>One connection through a proxy: two pumps of one chunk each, so that nothing is ever held but that chunk.</summary>
internal sealed class ProxyLink(Socket client, Socket server, LinkFaults faults, TimeProvider time) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private int _ended;

    /// <summary>Carries bytes both ways until one side ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pumps = new[] { PumpAsync(client, server, ended.Token), PumpAsync(server, client, ended.Token) };
        await Task.WhenAny(pumps);
        // The last bytes before an end must still arrive: the other direction has a moment, as a close frame needs it.
        await Task.WhenAny(Task.WhenAll(pumps), Task.Delay(TimeSpan.FromMilliseconds(200), time, CancellationToken.None));
        await ended.CancelAsync();
        Dispose();
        await Task.WhenAll(pumps);
    }

    /// <summary>Ends both sides with a TCP reset.</summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            client.LingerState = new LingerOption(true, 0);
            server.LingerState = new LingerOption(true, 0);
            client.Dispose();
            server.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken ended)
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            while (true)
            {
                await faults.WhenThawed(ended);
                var count = await from.ReceiveAsync(chunk, SocketFlags.None, ended);
                await faults.WhenThawed(ended);
                if (count == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }

                if (faults.Swallows || (faults.SwallowsAnswers && ReferenceEquals(from, server)))
                {
                    continue;
                }

                await SlowDownAsync(count, ended);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(chunk.AsMemory(sent, count - sent), SocketFlags.None, ended);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // That side has ended; the other is ended with it.
        }
    }

    private async Task SlowDownAsync(int bytes, CancellationToken ended)
    {
        var wait = faults.Latency;
        if (faults.BytesPerSecond is > 0 and var rate)
        {
            wait += TimeSpan.FromSeconds((double)bytes / rate);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, ended);
        }
    }
}
