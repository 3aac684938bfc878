using System.Threading.Channels;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Peers;

/// <summary>A client, the server it is connected to, and the clock of both.</summary>
internal sealed class ClientHarness : IAsyncDisposable
{
    private readonly Channel<SwsStateChange> _changes = Channel.CreateUnbounded<SwsStateChange>();
    private IAsyncEnumerator<SwsMessage>? _messages;

    private ClientHarness()
    {
    }

    public static TimeSpan InitialDelay { get; } = TimeSpan.FromSeconds(4);

    public PeerServer Server { get; } = new();

    public ObservedTime Time { get; } = new();

    public SwsClient Client { get; private set; } = null!;

    /// <summary>The server's end of the newest connection.</summary>
    public Peer Peer { get; private set; } = null!;

    public static async Task<ClientHarness> ConnectAsync(
        Func<SwsClientOptions, SwsClientOptions>? configure = null, ConnectionLimits? limits = null)
    {
        var harness = new ClientHarness();
        var options = new SwsClientOptions
        {
            Url = harness.Server.Url,
            Trust = ServerTrust.Insecure,
            TimeProvider = harness.Time,
            ConnectTimeout = TimeSpan.FromSeconds(1000),
            Reconnect = new ReconnectOptions { InitialDelay = InitialDelay, MaxDelay = TimeSpan.FromSeconds(60) },
        };
        var connecting = SwsClient.ConnectAsync(configure?.Invoke(options) ?? options);
        harness.Peer = await harness.Server.AcceptAsync();
        await harness.Peer.SendConnectedAsync(limits: limits);
        harness.Client = await connecting.Within(Timeouts.Step, "the client");
        harness.Client.StateChanged += change => harness._changes.Writer.TryWrite(change);
        harness._messages = harness.Client.ReadMessagesAsync().GetAsyncEnumerator();
        return harness;
    }

    /// <summary>Moves the clock over the wait before the next attempt, and takes the connection without greeting it.</summary>
    public async Task<Peer> AcceptReconnectAsync()
    {
        await PassBackoffAsync();
        Peer = await Server.AcceptAsync();
        return Peer;
    }

    /// <summary>As <see cref="AcceptReconnectAsync"/>, for a client that has just told of being connected.</summary>
    public async Task<Peer> AcceptReconnectAfterConnectedAsync()
    {
        Assert.Equal(SwsClientState.Connected, (await NextChangeAsync()).State);
        return await AcceptReconnectAsync();
    }

    /// <summary>Waits for the client to wait before an attempt, and moves the clock over it. Returns how long it would have waited.</summary>
    public async Task<TimeSpan> PassBackoffAsync()
    {
        Assert.Equal(SwsClientState.Reconnecting, (await NextChangeAsync()).State);
        // All other timers are shorter or longer; see the options above. Seconds are also the limit of a close.
        var delay = await Time.ArmedAsync(
            due => due <= TimeSpan.FromSeconds(60) && due != TimeSpan.FromSeconds(1) && due != TimeSpan.FromMilliseconds(100), "the wait");
        Time.Advance(delay);
        return delay;
    }

    public Task<SwsStateChange> NextChangeAsync()
        => _changes.Reader.ReadAsync().AsTask().Within(Timeouts.Step, "a change of state");

    /// <summary>The next message for the application, which must be of this type.</summary>
    public async Task<T> NextAsync<T>()
        where T : SwsMessage
    {
        Assert.True(await _messages!.MoveNextAsync().AsTask().Within(Timeouts.Step, $"a {typeof(T).Name}"), "The messages ended.");
        return Assert.IsType<T>(_messages.Current);
    }

    /// <summary>Waits for the end of the messages; throws what it ends with.</summary>
    public async Task MessagesEndAsync()
        => Assert.False(await _messages!.MoveNextAsync().AsTask().Within(Timeouts.Step, "the end of the messages"));

    /// <summary>Joins a group, acknowledged by the server.</summary>
    public async Task JoinAsync(string group, AckPosition? position = null, bool presence = false)
    {
        var joining = Client.JoinGroupAsync(group, presence);
        var join = await Peer.ReceiveAsync<JoinGroup>();
        await Peer.SendAsync(new Ack(join.AckId!.Value, true, null, position));
        await joining.Within(Timeouts.Step, "the join");
    }

    /// <summary>Waits until the client has handled all that was sent to it: an answer to something sent after it proves that.</summary>
    public async Task SyncAsync()
    {
        var sending = Client.SendEventAsync("sync", SwsData.Text(""));
        var sent = await Peer.ReceiveAsync<SendEvent>();
        await Peer.AckAsync(sent.AckId);
        await sending.Within(Timeouts.Step, "the answer");
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Cut();
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
