using System.Threading.Channels;
using Sws.Client;
using Sws.Protocol;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>Our client's session against the gateway, over a network that fails.</summary>
[Collection<GatewayGroup>]
public sealed class SwsClientTests(GatewayFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ServerTrust Trust => ServerTrust.CertificateAuthorityFile(fixture.Gateway.CaFile);

    [Theory]
    [InlineData(SwsProtocol.JsonReliable)]
    [InlineData(SwsProtocol.ProtobufReliable)]
    public async Task Publish_BothConnectionsCutAgainAndAgain_EveryMessageArrivesOnceAndInOrder(SwsProtocol protocol)
    {
        const int count = 400;
        await using var proxy = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var sender = await ConnectAsync(proxy, protocol);
        await using var receiver = await ConnectAsync(proxy, protocol);
        var changes = Changes(receiver);
        var group = $"cut-{protocol}";
        await receiver.JoinGroupAsync(group, cancellationToken: Cancelled);

        var receiving = ReadAsync(receiver, count);
        for (var from = 0; from < count; from += 50)
        {
            var sends = Enumerable.Range(from, 50).Select(i => sender.SendToGroupAsync(group, $"{i}", cancellationToken: Cancelled)).ToArray();
            proxy.Cut();
            await Task.WhenAll(sends).Within(Timeouts.Step, "the acknowledgements");
            // The receiver must be back before the next cut, or the test cuts nothing.
            await NextAsync(changes, change => change is { State: SwsClientState.Connected, Recovered: true });
        }

        var received = await receiving.Within(Timeouts.Step, "all messages");
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), received);
    }

    [Fact]
    public async Task Reconnect_HandshakeOverItsDeadline_SessionIsStillRecovered()
    {
        await using var proxy = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var direct = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var receiver = await ConnectAsync(proxy, SwsProtocol.JsonReliable);
        await using var sender = await ConnectAsync(direct, SwsProtocol.JsonReliable);
        await receiver.JoinGroupAsync("stalled", cancellationToken: Cancelled);
        var changes = Changes(receiver);

        proxy.StallNext();
        proxy.Cut();
        await sender.SendToGroupAsync("stalled", "missed", cancellationToken: Cancelled);

        await NextAsync(changes, change => change.CloseStatus?.Tag == CloseReason.HandshakeTimeout.Tag);
        await NextAsync(changes, change => change is { State: SwsClientState.Connected, Recovered: true });
        Assert.Equal(["missed"], await ReadAsync(receiver, 1).Within(Timeouts.Step, "the message"));
    }

    [Fact]
    public async Task Connect_TwoClientsOfOneKey_AreTwoSessionsOfOneUser()
    {
        using var identity = ClientIdentity.Generate();
        await using var proxy = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var first = await ConnectAsync(proxy, SwsProtocol.JsonReliable, o => o with { Identity = identity });
        await using var second = await ConnectAsync(proxy, SwsProtocol.JsonReliable, o => o with { Identity = identity });
        Assert.NotEqual(first.ConnectionId, second.ConnectionId);
        Assert.Equal(first.UserId, second.UserId);
        await first.JoinGroupAsync("same-key", cancellationToken: Cancelled);
        await second.SendToGroupAsync("same-key", "hello", cancellationToken: Cancelled);
        Assert.Equal(["hello"], await ReadAsync(first, 1).Within(Timeouts.Step, "the message"));
    }

    [Fact]
    public async Task Leave_ThenPublish_NothingArrives()
    {
        await using var proxy = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var client = await ConnectAsync(proxy, SwsProtocol.JsonReliable);
        await client.JoinGroupAsync("left", cancellationToken: Cancelled);
        await client.JoinGroupAsync("stayed", cancellationToken: Cancelled);
        await client.LeaveGroupAsync("left", Cancelled);
        await client.SendToGroupAsync("left", "lost", cancellationToken: Cancelled);
        await client.SendToGroupAsync("stayed", "echo withheld", noEcho: true, Cancelled);
        await client.SendToGroupAsync("stayed", "heard", cancellationToken: Cancelled);
        Assert.Equal(["heard"], await ReadAsync(client, 1).Within(Timeouts.Step, "the message"));
    }

    [Fact]
    public async Task Invoke_NobodyThere_IsAnsweredWithNoResponders()
    {
        await using var proxy = new CuttableProxy(fixture.Gateway.SwsPort);
        await using var client = await ConnectAsync(proxy, SwsProtocol.JsonReliable);
        var target = new InvocationTarget(null, null, "nobody-has-this-id");
        var thrown = await Assert.ThrowsAsync<SwsInvocationException>(
            () => client.InvokeAsync(target, SwsData.Text("?"), Cancelled).Within(Timeouts.Step, "the answer"));
        Assert.Equal("NoResponders", thrown.Error.Name);
    }

    private static Channel<SwsStateChange> Changes(SwsClient client)
    {
        var changes = Channel.CreateUnbounded<SwsStateChange>();
        client.StateChanged += change => changes.Writer.TryWrite(change);
        return changes;
    }

    private static async Task NextAsync(Channel<SwsStateChange> changes, Predicate<SwsStateChange> fits)
    {
        while (!fits(await changes.Reader.ReadAsync(Cancelled).AsTask().Within(Timeouts.Step, "the recovery")))
        {
            // An attempt failed, or the connection has only just gone.
        }
    }

    private static async Task<List<string>> ReadAsync(SwsClient client, int count)
    {
        var texts = new List<string>();
        await foreach (var message in client.ReadMessagesAsync(Cancelled))
        {
            texts.Add(message is SwsDataMessage data ? data.Text : message.GetType().Name);
            if (texts.Count == count)
            {
                break;
            }
        }

        return texts;
    }

    private Task<SwsClient> ConnectAsync(CuttableProxy proxy, SwsProtocol protocol, Func<SwsClientOptions, SwsClientOptions>? configure = null)
    {
        var options = new SwsClientOptions
        {
            Url = new UriBuilder(fixture.Gateway.Url("chat")) { Port = proxy.Port }.Uri,
            Trust = Trust,
            Protocol = protocol,
            Reconnect = new ReconnectOptions { InitialDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromSeconds(1) },
        };
        return SwsClient.ConnectAsync(configure?.Invoke(options) ?? options, Cancelled);
    }
}
