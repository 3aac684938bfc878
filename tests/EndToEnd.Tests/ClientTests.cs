using Sws.Client;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Our client against the gateway.</summary>
[Collection<GatewayGroup>]
public sealed class ClientTests(GatewayFixture fixture)
{
    private static readonly int[] Sizes = [0, 1, 2, 109, 110, 4096, 65519, 65520, 300_000, 1024 * 1024];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ServerTrust Trust => ServerTrust.CertificateAuthorityFile(fixture.Gateway.CaFile);

    [Fact]
    public async Task Connection_Version1_EchoesEverything()
    {
        await using var connection = await SwsConnection.ConnectAsync(
            new() { Url = fixture.Gateway.Url("echo"), Version = 1, Trust = ServerTrust.Insecure }, Cancelled);
        await Echo.AssertAsync(connection, Sizes);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Connection_Version2_EchoesEverything(string host)
    {
        await using var connection = await SwsConnection.ConnectAsync(new() { Url = fixture.Gateway.Url("echo", host: host), Trust = Trust }, Cancelled);
        await Echo.AssertAsync(connection, Sizes);
    }

    [Fact]
    public async Task Connection_WithAClientCertificate_EchoesEverything()
    {
        using var folder = new TemporaryFolder();
        await NodeProcess.RunAsync("certificates.mjs", "--ca-key", fixture.Gateway.CaKeyFile, "--out", folder.Path);
        using var identity = ClientIdentity.FromFiles(folder.At("valid.key"), folder.At("valid.cert"));
        await using var connection = await SwsConnection.ConnectAsync(
            new() { Url = fixture.Gateway.Url(GatewayFixture.LockedHub), Trust = Trust, Identity = identity }, Cancelled);
        await Echo.AssertAsync(connection, Sizes);
    }

    [Fact]
    public async Task Connection_Refused_TellsTheCodeOfTheTable()
    {
        using var folder = new TemporaryFolder();
        await NodeProcess.RunAsync("certificates.mjs", "--ca-key", fixture.Gateway.CaKeyFile, "--out", folder.Path);
        using var identity = ClientIdentity.FromFiles(folder.At("expired.key"), folder.At("expired.cert"));
        await using var connection = await SwsConnection.ConnectAsync(
            new() { Url = fixture.Gateway.Url(GatewayFixture.LockedHub), Trust = Trust, Identity = identity }, Cancelled);
        Assert.Null(await connection.ReceiveAsync(Cancelled).AsTask().Within(Timeouts.Step, "the refusal"));
        Assert.Equal((SwsCloseSource.Remote, CloseReason.CertificateExpired.Code), (connection.CloseStatus!.Source, connection.CloseStatus.Code));
        Assert.False(connection.CloseStatus.MayRetry);
    }

    [Fact]
    public async Task Clients_InOneGroup_HearEachOtherInOrder()
    {
        var chat = fixture.Gateway.Url("chat").ToString();
        await using var alice = await SwsClient.ConnectAsync(chat, Trust, Cancelled);
        await using var bob = await SwsClient.ConnectAsync(chat, Trust, Cancelled);
        await alice.JoinGroupAsync("clients", cancellationToken: Cancelled);
        await bob.JoinGroupAsync("clients", cancellationToken: Cancelled);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => alice.SendToGroupAsync("clients", $"message {number}", noEcho: true, Cancelled)));
        var next = 0;
        await using var messages = bob.ReadMessagesAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        while (next < 500)
        {
            Assert.True(await messages.MoveNextAsync().AsTask().Within(Timeouts.Step, $"message {next}"));
            var message = Assert.IsType<SwsGroupMessage>(messages.Current);
            Assert.Equal($"message {next++}", message.Text);
        }
    }
}
