using System.Net;
using System.Net.Sockets;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>
/// An SWS or plain WebSocket echo on loopback that mistreats the messages numbered 500, 1500, 2500, … of each connection, one in a
/// thousand, and counts how many it did.
/// </summary>
internal sealed class FaultyEchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _faults;
    private int _accepted;

    public FaultyEchoServer(Fault fault = Fault.None, bool sws = true)
    {
        Fault = fault;
        Sws = sws;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public static TimeSpan Delay { get; } = TimeSpan.FromSeconds(6);

    public Fault Fault { get; }

    public bool Sws { get; }

    /// <summary>Closes each connection with this code once it has sent that many messages; 0 never does.</summary>
    public (int Messages, ushort Code) CloseAfter { get; init; }

    /// <summary>Answers every message after <see cref="Delay"/>: a server that is far behind.</summary>
    public bool DelaysAll { get; init; }

    /// <summary>Answers upgrade requests with this status instead.</summary>
    public int? RefuseWith { get; init; }

    /// <summary>Sends these bytes instead of the first echo, as one frame payload: neither record nor ours.</summary>
    public byte[]? FirstAnswer { get; init; }

    /// <summary>Speaks a hub's protocol instead of echoing.</summary>
    public FaultyHub? Hub { get; init; }

    public string Url => $"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/echo";

    /// <summary>Messages mistreated so far.</summary>
    public int Faults => Volatile.Read(ref _faults);

    public int Accepted => Volatile.Read(ref _accepted);

    public void CountFault() => Interlocked.Increment(ref _faults);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _ = new EchoConnection(this, socket).RunAsync(_stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
