using System.Globalization;
using System.Text;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Tls;

/// <summary>The limits of a port with TLS hold from accept, not from the end of the TLS handshake.</summary>
public sealed class TlsLimitTests : IAsyncLifetime
{
    private readonly TlsFiles _files = new();
    private GatewayProcess? _gateway;

    private GatewayProcess Gateway => _gateway ?? throw new InvalidOperationException("The gateway has not started.");

    private Uri Url => Gateway.Url("echo");

    public async ValueTask InitializeAsync() =>
        _gateway = await GatewayProcess.StartAsync([.. _files.Settings, "--Limits:Handshakes=1", "--Limits:HandshakeTimeout=00:00:05"]);

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await using (_gateway)
            {
                await _gateway.StopAsync();
                Assert.Empty(_gateway.ErrorLogs());
            }
        }

        _files.Dispose();
    }

    [Fact]
    public async Task Connection_ThatSaysNothing_HoldsAPlaceUntilTheTimeout()
    {
        await using RawWebSocket one = await RawWebSocket.ConnectAsync(Url);
        await using RawWebSocket other = await RawWebSocket.ConnectAsync(Url);
        Task[] ends = [one.ReadEndAsync(), other.ReadEndAsync()];

        // Which of them comes first is the scheduler's to say.
        Task dropped = await Task.WhenAny(ends);
        await dropped;
        Task held = ends.Single(end => end != dropped);
        Assert.False(held.IsCompleted);
        Assert.Equal(1, await FigureAsync("sws_handshakes_active"));
        await using RawWebSocket third = await RawWebSocket.ConnectAsync(Url);
        await third.ReadEndAsync();
        await held;

        await using RawSwsClient client = await OpenAsync();
        Assert.Equal(2, await FigureAsync("sws_connection_refused_total"));
    }

    [Fact]
    public async Task Client_Authorised_GivesItsPlaceToTheNext()
    {
        await using RawSwsClient one = await OpenAsync();
        await using RawSwsClient other = await OpenAsync();

        Assert.Equal(0, await FigureAsync("sws_connection_refused_total"));
    }

    [Fact]
    public async Task Client_SilentBehindTls_ToldAtTheTimeout()
    {
        await using RawWebSocket socket = await RawWebSocket.ConnectTlsAsync(Url, _files.Client);

        Assert.Equal(408, (await socket.ReadResponseAsync()).Status);
    }

    /// <summary>A client with a session; its echo tells that the gateway knows it, too.</summary>
    private async Task<RawSwsClient> OpenAsync()
    {
        RawSwsClient client = new(await RawWebSocket.ConnectTlsAsync(Url, _files.Client));
        Assert.Equal(101, (await client.Socket.UpgradeAsync(Url)).Status);
        await client.ShakeHandsAsync();
        await client.SendAsync("hello");
        Assert.Equal("hello", Encoding.UTF8.GetString(await client.ReadAsync("the echo")));
        return client;
    }

    /// <summary>A figure of the gateway; 0 for one that has not been counted yet.</summary>
    private async Task<int> FigureAsync(string name)
    {
        using HttpClient http = new() { Timeout = Timeouts.Step };
        string text = await http.GetStringAsync($"http://127.0.0.1:{Gateway.HttpPort}/metrics", TestContext.Current.CancellationToken);
        IEnumerable<string> values =
            from line in text.Split('\n')
            where line.StartsWith(name + "{", StringComparison.Ordinal)
            select line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0];
        return values.Sum(value => int.Parse(value, CultureInfo.InvariantCulture));
    }
}
