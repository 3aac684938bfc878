using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Our client against the reference's unmodified server; and the reference against itself, as a control.</summary>
public sealed class ReferenceServerTests
{
    private static readonly int[] Sizes = [1, 2, 109, 110, 4096, 65519, 65520, 300_000];

    [Fact]
    public async Task Connect_Version1Pinned_EchoesEverything()
    {
        await using var server = await ReferenceServer.StartAsync();
        await AssertEchoAsync(new() { Url = server.Url, Version = 1, Trust = ServerTrust.Pin(server.PublicKey) });
    }

    [Fact]
    public async Task Connect_Version1Insecure_EchoesEverything()
    {
        await using var server = await ReferenceServer.StartAsync();
        await AssertEchoAsync(new() { Url = server.Url, Version = 1, Trust = ServerTrust.Insecure });
    }

    [Fact]
    public async Task Connect_Version2_EchoesEverything()
    {
        await using var server = await ReferenceServer.StartAsync(version: 2);
        await AssertEchoAsync(new() { Url = server.Url, Trust = ServerTrust.CertificateAuthorityFile(server.Files.Ca) });
    }

    [Fact]
    public async Task Connect_Version2WithClientCertificate_EchoesEverything()
    {
        await using var server = await ReferenceServer.StartAsync(version: 2, "--require-cert");
        using var identity = ClientIdentity.FromFiles(server.Files.Key, server.Files.Certificate);
        await AssertEchoAsync(new() { Url = server.Url, Trust = ServerTrust.CertificateAuthorityFile(server.Files.Ca), Identity = identity });
    }

    [Fact]
    public async Task Connect_CertificateRequiredAndNone_Fails()
    {
        await using var server = await ReferenceServer.StartAsync(version: 2, "--require-cert");
        var failure = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(
            new() { Url = server.Url, Trust = ServerTrust.CertificateAuthorityFile(server.Files.Ca) }, TestContext.Current.CancellationToken));
        Assert.Equal(SwsConnectFailure.CertificateRequired, failure.Failure);
    }

    [Fact]
    public async Task Greeting_ByAServerThatDoesNotWait_IsLost()
    {
        // The control of the greeting test at the gateway: the reference's own server sends at once, and its client never hears it.
        await using var server = await ReferenceServer.StartAsync(1, "--greet-after", "0");
        var result = await NodeProcess.RunAsync("greeting-client.mjs", "--url", server.Url.ToString(), "--sessions", "10", "--wait", "300");
        Assert.Equal(10, result.GetProperty("opened").GetInt32());
        Assert.InRange(result.GetProperty("greeted").GetInt32(), 0, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RawClient_OfTheOtherTests_SpeaksAsTheReferenceDoes(int version)
    {
        // The control of all tests that spoil one step of the raw client: unspoilt, the reference accepts every step.
        await using var server = await ReferenceServer.StartAsync(version);
        await using var client = await RawSwsClient.OpenAsync(server.Url, version);
        await client.SendAsync("first");
        await client.SendAsync("second");
        Assert.Equal("first"u8.ToArray(), await client.ReadAsync("the first echo"));
        Assert.Equal("second"u8.ToArray(), await client.ReadAsync("the second echo"));
        Assert.Equal(server.PublicKey, client.ServerPublicKey);
    }

    private static async Task AssertEchoAsync(SwsConnectionOptions options)
    {
        await using var connection = await SwsConnection.ConnectAsync(options, TestContext.Current.CancellationToken);
        await Echo.AssertAsync(connection, Sizes);
    }
}
