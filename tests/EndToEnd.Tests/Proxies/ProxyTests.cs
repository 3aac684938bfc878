using System.Net;
using System.Text;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Proxies;

/// <summary>Behind nginx and haproxy the client's address counts; whoever is no proxy cannot claim to be one.</summary>
[Collection<ProxyGroup>]
public sealed class ProxyTests(ProxyFixture fixture)
{
    private const string Client = "127.0.0.2";
    private const string Other = "127.0.0.3";
    private const string Proxy = "127.0.0.1";

    public static TheoryData<string> Proxies => ["nginx, PROXY v1", "haproxy, PROXY v1", "haproxy, PROXY v2", "nginx, X-Forwarded-For"];

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task Client_BehindAProxy_ItsOwnAddressIsChecked(string proxy)
    {
        await using RawSwsClient client = await fixture.PresentAsync(fixture.Through(proxy), Client, certified: Client);

        await ExpectEchoAsync(client);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task Client_BehindAProxyWithTheProxysCertificate_Refused(string proxy)
    {
        await using RawSwsClient client = await fixture.PresentAsync(fixture.Through(proxy), Client, certified: Proxy);

        await client.Socket.ExpectCloseAsync(CloseReason.CertificateAddress);
    }

    [Fact]
    public async Task Client_BehindNginxWithAHeaderOfItsOwn_HeaderIgnored()
    {
        Uri url = fixture.Through("nginx, X-Forwarded-For");
        await using RawSwsClient liar = await fixture.PresentAsync(url, Client, Other, $"X-Forwarded-For: {Other}");
        await using RawSwsClient honest = await fixture.PresentAsync(url, Client, Client, $"X-Forwarded-For: {Other}", $"Forwarded: for={Other}");

        await liar.Socket.ExpectCloseAsync(CloseReason.CertificateAddress);
        await ExpectEchoAsync(honest);
    }

    [Fact]
    public async Task Client_DirectWithAForwardedHeader_HeaderIgnored()
    {
        Uri url = fixture.Forwarded.Url(ProxyFixture.Hub);
        await using RawSwsClient liar = await fixture.PresentAsync(url, Client, Other, $"X-Forwarded-For: {Other}");
        await using RawSwsClient honest = await fixture.PresentAsync(url, Client, Client, $"X-Forwarded-For: {Other}");

        await liar.Socket.ExpectCloseAsync(CloseReason.CertificateAddress);
        await ExpectEchoAsync(honest);
    }

    [Fact]
    public async Task Client_DirectWithAProxyHeader_BadRequest()
    {
        Uri url = fixture.Proxied.Url(ProxyFixture.Hub);
        await using RawWebSocket socket = await RawWebSocket.ConnectAsync(url, IPAddress.Parse(Client));

        await socket.SendAsync((byte[])[.. ProxyLine(Other), .. RawWebSocket.UpgradeRequest(url)]);

        Assert.Equal(400, (await socket.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Client_DirectWithoutAProxyHeader_ServedAsItself()
    {
        await using RawSwsClient client = await fixture.PresentAsync(fixture.Proxied.Url(ProxyFixture.Hub), Client, Client);

        await ExpectEchoAsync(client);
    }

    [Fact]
    public async Task Proxy_WithoutAHeader_Refused()
    {
        Uri url = fixture.Proxied.Url(ProxyFixture.Hub);
        await using RawWebSocket socket = await RawWebSocket.ConnectAsync(url);

        await socket.SendAsync(RawWebSocket.UpgradeRequest(url));

        await socket.ReadEndAsync();
    }

    [Fact]
    public async Task Proxy_NamesNobody_BadRequest()
    {
        Uri url = fixture.Forwarded.Url(ProxyFixture.Hub);
        await using RawWebSocket socket = await RawWebSocket.ConnectAsync(url);

        Assert.Equal(400, (await socket.UpgradeAsync(url, "X-Forwarded-For: unknown")).Status);
    }

    [Fact]
    public async Task Rates_BehindAProxy_AreTheClients()
    {
        List<int> first = [];
        for (int attempt = 0; attempt < 10; attempt++)
        {
            first.Add(await StatusAsync("192.0.2.1"));
        }

        Assert.Equal(101, first[0]);
        Assert.Contains(429, first);
        Assert.Equal(101, await StatusAsync("192.0.2.2"));
    }

    private async Task<int> StatusAsync(string client)
    {
        Uri url = fixture.Proxied.Url(ProxyFixture.Hub);
        await using RawWebSocket socket = await RawWebSocket.ConnectAsync(url);
        await socket.SendAsync((byte[])[.. ProxyLine(client), .. RawWebSocket.UpgradeRequest(url)]);
        return (await socket.ReadResponseAsync()).Status;
    }

    private static byte[] ProxyLine(string client) => Encoding.ASCII.GetBytes($"PROXY TCP4 {client} 127.0.0.1 4711 8080\r\n");

    private static async Task ExpectEchoAsync(RawSwsClient client)
    {
        await client.SendAsync("hello");
        Assert.Equal("hello"u8.ToArray(), await client.ReadAsync("the echo"));
    }
}
