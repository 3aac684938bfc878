using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.Client.Tests.Interop;

/// <summary>Against the unmodified server of the npm package node-sws.</summary>
public sealed class ReferenceServerTests : IDisposable
{
    private readonly TemporaryFolder _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task Version1_Pinned_EchoesWhatIsSentRightAfterTheHandshake()
    {
        await using var server = NodeProcess.Start("echo-server.mjs");
        var (url, key) = Read(await server.ReadAsync("listening", Timeouts.Process));
        var options = new SwsConnectionOptions { Url = url, Trust = ServerTrust.Pin(key), Version = 1 };
        await using (var connection = await SwsConnection.ConnectAsync(options))
        {
            await AssertEchoesAsync(connection);
        }

        Assert.Equal(1000, (await server.ReadAsync("closed", Timeouts.Step)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Version1_OtherKeyPinned_IsRefused()
    {
        await using var server = NodeProcess.Start("echo-server.mjs");
        var (url, _) = Read(await server.ReadAsync("listening", Timeouts.Process));
        using var other = ClientIdentity.Generate();
        var options = new SwsConnectionOptions { Url = url, Trust = ServerTrust.Pin(other.PublicKey), Version = 1 };
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(options));
        Assert.Equal(SwsConnectFailure.ServerUntrusted, thrown.Failure);
    }

    [Fact]
    public async Task Version1_ServerSpeaksFirst_NothingIsLost()
    {
        await using var server = NodeProcess.Start("echo-server.mjs", "--greet-after", "0");
        var (url, _) = Read(await server.ReadAsync("listening", Timeouts.Process));
        await using var connection = await SwsConnection.ConnectAsync(new SwsConnectionOptions { Url = url, Trust = ServerTrust.Insecure, Version = 1 });
        var greeting = await connection.ReceiveAsync().AsTask().Within(Timeouts.Step, "the greeting");
        Assert.Equal("hello", Encoding.UTF8.GetString(greeting!.Value.Span));
        await AssertEchoesAsync(connection);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Version2_CertificateAuthority_Echoes(string host)
    {
        await using var server = NodeProcess.Start("echo-server.mjs", "--version", "2", "--pki", _pki.Path);
        var (url, _) = Read(await server.ReadAsync("listening", Timeouts.Process));
        var options = new SwsConnectionOptions
        {
            Url = new UriBuilder(url) { Host = host }.Uri,
            Trust = ServerTrust.CertificateAuthorityFile(_pki.At("ca.cert")),
        };
        await using var connection = await SwsConnection.ConnectAsync(options);
        await AssertEchoesAsync(connection);
    }

    [Fact]
    public async Task Version2_ClientCertificateRequired_IsShownAndAccepted()
    {
        await using var server = NodeProcess.Start("echo-server.mjs", "--version", "2", "--pki", _pki.Path, "--require-cert");
        var (url, _) = Read(await server.ReadAsync("listening", Timeouts.Process));
        using var identity = ClientIdentity.FromFiles(_pki.At("client.key"), _pki.At("client.cert"));
        var options = new SwsConnectionOptions
        {
            Url = url,
            Trust = ServerTrust.CertificateAuthorityFile(_pki.At("ca.cert")),
            Identity = identity,
        };
        await using var connection = await SwsConnection.ConnectAsync(options);
        await AssertEchoesAsync(connection);

        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(options with { Identity = null }));
        Assert.Equal(SwsConnectFailure.CertificateRequired, thrown.Failure);
    }

    [Fact]
    public async Task Version2_OtherAuthorityOrHost_IsRefused()
    {
        await using var server = NodeProcess.Start("echo-server.mjs", "--version", "2", "--pki", _pki.Path);
        var (url, _) = Read(await server.ReadAsync("listening", Timeouts.Process));
        using var other = CertificateAuthority.Create("reference.test", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        var options = new SwsConnectionOptions { Url = url, Trust = ServerTrust.CertificateAuthority([other.Certificate]) };
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(options));
        Assert.Equal((SwsConnectFailure.ServerUntrusted, 4514), (thrown.Failure, thrown.CloseStatus!.Code));

        options = options with { Trust = ServerTrust.CertificateAuthorityFile(_pki.At("ca.cert"), "localhost.evil.org") };
        thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(options));
        Assert.Equal(SwsConnectFailure.ServerUntrusted, thrown.Failure);
    }

    /// <summary>Many records at once, small and large; all must come back as they were, in order.</summary>
    private static async Task AssertEchoesAsync(SwsConnection connection)
    {
        var records = Enumerable.Range(0, 60).Select(i => RandomNumberGenerator.GetBytes(1 + (i * i * 7))).ToArray();
        foreach (var record in records)
        {
            await connection.SendAsync(record);
        }

        foreach (var record in records)
        {
            var echo = await connection.ReceiveAsync().AsTask().Within(Timeouts.Step, "an echo");
            Assert.Equal(record, echo!.Value.ToArray());
        }
    }

    private static (Uri Url, byte[] PublicKey) Read(JsonElement listening) => (
        new Uri($"ws://127.0.0.1:{listening.GetProperty("port").GetInt32()}{listening.GetProperty("path").GetString()}"),
        Convert.FromBase64String(listening.GetProperty("publicKey").GetString()!));
}
