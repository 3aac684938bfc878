using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sws.Chaos.Network;

/// <summary>
/// A TCP proxy on loopback with faults to order, and a load balancer when it has several targets: each new connection goes to the next
/// target that takes it within half a second.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    /// <summary>A node that is not there refuses at once; one behind a cut cable says nothing.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<ProxyLink, Task> _links = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private volatile IPEndPoint[] _targets;
    private int _turn;

    /// <param name="targets">Where connections go; none: they are closed at once.</param>
    /// <param name="time">The clock of latency and bandwidth.</param>
    /// <param name="maxConnections">At the same time; more wait to be accepted.</param>
    public FaultProxy(IEnumerable<IPEndPoint> targets, TimeProvider time, int maxConnections = 4096)
    {
        _targets = [.. targets];
        _time = time;
        _places = new SemaphoreSlim(maxConnections);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to, on loopback.</summary>
    public int Port { get; }

    /// <summary>Its faults.</summary>
    public LinkFaults Faults { get; } = new();

    /// <summary>Connections that are open.</summary>
    public int Connections => _links.Count;

    /// <summary>Sends new connections elsewhere.</summary>
    public void Retarget(IEnumerable<IPEndPoint> targets) => _targets = [.. targets];

    /// <summary>Ends all open connections with a TCP reset.</summary>
    public void ResetAll()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>Resets about every second connection.</summary>
    public void ResetSome(Random random)
    {
        foreach (var link in _links.Keys.Where(_ => random.Next(2) == 0))
        {
            link.Reset();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Faults.Thaw();
        await _accepting;
        await Task.WhenAll(_links.Values);
        _stopping.Dispose();
        _places.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_stopping.Token);
                _ = ServeAsync(await _listener.AcceptAsync(_stopping.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            client.NoDelay = true;
            if (Faults.Refuses || await ConnectAsync() is not { } server)
            {
                client.LingerState = new LingerOption(true, 0);
                client.Dispose();
                return;
            }

            // There before its first byte: who sees that byte at the other end may ask for a reset at once.
            using var link = new ProxyLink(client, server, Faults, _time);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _links[link] = ended.Task;
            try
            {
                await link.RunAsync(_stopping.Token);
            }
            finally
            {
                _links.TryRemove(link, out _);
                ended.SetResult();
            }
        }
        finally
        {
            if (!_stopping.IsCancellationRequested)
            {
                _places.Release();
            }
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        var targets = _targets;
        var first = (uint)Interlocked.Increment(ref _turn);
        for (var attempt = 0u; attempt < targets.Length; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var timeout = new CancellationTokenSource(ConnectTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
            try
            {
                await socket.ConnectAsync(targets[(first + attempt) % targets.Length], either.Token);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        return null;
    }
}
