using System.Net;
using System.Net.Sockets;
using Sws.Chaos.Network;
using Sws.Testing;

namespace Sws.Cluster.Tests.Network;

public sealed class FaultProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private FaultProxy _proxy = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IPEndPoint Server => (IPEndPoint)_server.LocalEndpoint;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _proxy = new FaultProxy([Server], TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Bytes_WithoutFaults_ArriveBothWays()
    {
        var (client, server) = await ConnectAsync();
        await client.SendAsync(new byte[100_000], Cancelled);
        await ReadAsync(server, 100_000);
        await server.SendAsync(new byte[] { 7 }, Cancelled);
        Assert.Equal([7], await ReadAsync(client, 1));
    }

    [Fact]
    public async Task End_OfOneSide_EndsTheOther()
    {
        var (client, server) = await ConnectAsync();
        client.Dispose();
        Assert.Equal(0, await server.ReceiveAsync(new byte[1], Cancelled).AsTask().Within(Timeouts.Step, "the end"));
    }

    [Fact]
    public async Task ResetAll_OpenConnection_IsResetOnBothSides()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ResetAll();
        foreach (var side in new[] { client, server })
        {
            var failure = await Assert.ThrowsAsync<SocketException>(() => side.ReceiveAsync(new byte[1], Cancelled).AsTask().Within(Timeouts.Step, "the reset"));
            Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
        }
    }

    [Fact]
    public async Task Swallows_BytesOfThatTime_AreGoneAndNobodyIsTold()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Faults.Swallows = true;
        await client.SendAsync(new byte[] { 1 }, Cancelled);
        // The other direction carries bytes only after the proxy has read and dropped this one.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancelled);
        _proxy.Faults.Swallows = false;
        await client.SendAsync(new byte[] { 2 }, Cancelled);
        Assert.Equal([2], await ReadAsync(server, 1));
    }

    [Fact]
    public async Task Freeze_UntilThawed_NothingArrives()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Faults.Freeze();
        await client.SendAsync(new byte[] { 1 }, Cancelled);
        var reading = ReadAsync(server, 1);
        await Assert.ThrowsAsync<TimeoutException>(() => reading.Within(TimeSpan.FromMilliseconds(200), "what must not come"));
        _proxy.Faults.Thaw();
        Assert.Equal([1], await reading);
    }

    [Fact]
    public async Task Latency_OfAChunk_IsAtLeastThat()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Faults.Latency = TimeSpan.FromMilliseconds(150);
        var sent = TimeProvider.System.GetTimestamp();
        await client.SendAsync(new byte[] { 1 }, Cancelled);
        await ReadAsync(server, 1);
        Assert.True(TimeProvider.System.GetElapsedTime(sent) >= TimeSpan.FromMilliseconds(145));
    }

    [Fact]
    public async Task BytesPerSecond_OfALongMessage_TakesThatLong()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Faults.BytesPerSecond = 500_000;
        var sent = TimeProvider.System.GetTimestamp();
        await client.SendAsync(new byte[100_000], Cancelled);
        await ReadAsync(server, 100_000);
        Assert.True(TimeProvider.System.GetElapsedTime(sent) >= TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task Refuses_NewConnection_IsClosed()
    {
        _proxy.Faults.Refuses = true;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port, Cancelled);
        await Assert.ThrowsAnyAsync<IOException>(() => client.GetStream().ReadExactlyAsync(new byte[1], Cancelled).AsTask().Within(Timeouts.Step, "the refusal"));
    }

    [Fact]
    public async Task Targets_OneIsDown_ConnectionsGoToTheOther()
    {
        _proxy.Retarget([new IPEndPoint(IPAddress.Loopback, Ports.Free()), Server]);
        for (var number = 0; number < 4; number++)
        {
            await ConnectAsync();
        }

        Assert.Equal(4, _proxy.Connections);
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port, Cancelled);
        var server = await _server.AcceptSocketAsync(Cancelled).AsTask().Within(Timeouts.Step, "the connection through the proxy");
        // Through once, so that the proxy has both ends.
        await client.Client.SendAsync(new byte[] { 0 }, Cancelled);
        await ReadAsync(server, 1);
        return (client.Client, server);
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await socket.ReceiveAsync(bytes.AsMemory(read), Cancelled).AsTask().Within(Timeouts.Step, "bytes through the proxy");
            Assert.NotEqual(0, more);
            read += more;
        }

        return bytes;
    }
}
