using System.Net.WebSockets;
using System.Text;
using Sws.Protocol.Handshake;
using Sws.Protocol.Messaging;
using Sws.Protocol.Records;
using Sws.Testing;

namespace Sws.Client.Tests.Peers;

/// <summary>The server's end of one connection, in the hands of a test.</summary>
internal sealed class Peer
{
    private readonly RecordSealer _sealer;
    private readonly RecordOpener _opener;
    private readonly byte[] _buffer = new byte[2 * 1024 * 1024];

    private Peer(WebSocket socket, string query, ServerHandshake handshake)
    {
        Socket = socket;
        Query = query;
        ClientPublicKey = handshake.ClientPublicKey.ToArray();
        ClientCertificate = Encoding.UTF8.GetString(handshake.ClientCertificateJson.Span);
        _sealer = handshake.TakeSealer();
        _opener = handshake.TakeOpener();
    }

    public static IMessageCodec Codec { get; } = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;

    public WebSocket Socket { get; }

    /// <summary>Of the URL the client used, without the question mark.</summary>
    public string Query { get; }

    public byte[] ClientPublicKey { get; }

    public string ClientCertificate { get; }

    public static async Task<Peer> ShakeHandsAsync(WebSocket socket, string query, ServerHandshakePolicy policy, FixedIdentities identities)
    {
        using var handshake = new ServerHandshake(policy, identities);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
            var step = handshake.Receive(buffer.AsSpan(0, read.Count));
            if (step.Action == HandshakeAction.Complete)
            {
                return new Peer(socket, query, handshake);
            }

            if (step.Action == HandshakeAction.Fail)
            {
                throw new InvalidOperationException($"The client's handshake was refused: {step.Failure!.Tag}.");
            }

            await socket.SendAsync(step.Text, WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    /// <summary>The next record's plaintext; null when the client closed.</summary>
    public async Task<byte[]?> ReceiveAsync(string what = "a record from the client")
    {
        var length = 0;
        while (true)
        {
            var read = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().Within(Timeouts.Step, what);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += read.Count;
            if (read.EndOfMessage)
            {
                var plaintext = new byte[length - RecordSealer.Overhead];
                return _opener.TryOpen(_buffer.AsSpan(0, length), plaintext)
                    ? plaintext
                    : throw new InvalidOperationException("The client's record does not open.");
            }
        }
    }

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : ClientMessage
    {
        var record = await ReceiveAsync($"a {typeof(T).Name} from the client")
            ?? throw new InvalidOperationException($"The client closed instead of sending a {typeof(T).Name}.");
        var status = Codec.Decode(record, out var message);
        return message as T ?? throw new InvalidOperationException($"Instead of a {typeof(T).Name} came {status} {message?.GetType().Name}.");
    }

    public Task SendAsync(ReadOnlySpan<byte> plaintext) => SendRawAsync(Seal(plaintext));

    public Task SendAsync(ServerMessage message, ulong? sequenceId = null)
    {
        var body = Codec.Encode(message);
        if (sequenceId is not { } id)
        {
            return SendAsync(body);
        }

        var sequenced = new byte[Codec.SequencedLength(body, id)];
        Codec.WriteSequenced(body, id, sequenced);
        return SendAsync(sequenced);
    }

    public Task AckAsync(ulong? ackId) => SendAsync(new Ack(ackId!.Value, true, null, null));

    /// <summary>Greets the client as a gateway does.</summary>
    public Task SendConnectedAsync(
        string connectionId = "c1", bool recovered = false, string? reason = null, string token = "t1", ConnectionLimits? limits = null)
        => SendAsync(new Connected(connectionId, "alice", token, recovered, reason, null, 60, limits));

    public Task SendGroupAsync(string text, ulong sequenceId, StreamPosition? position = null, string group = "g")
        => SendAsync(new GroupMessage(group, "bob", SwsData.Text(text), position), sequenceId);

    /// <summary>Sends bytes that were not sealed.</summary>
    public Task SendRawAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type = WebSocketMessageType.Binary)
        => Socket.SendAsync(payload, type, true, CancellationToken.None).AsTask().Within(Timeouts.Step, "a send to the client");

    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        var record = new byte[plaintext.Length + RecordSealer.Overhead];
        plaintext.CopyTo(record.AsSpan(RecordSealer.Overhead));
        _sealer.Seal(record);
        return record;
    }

    /// <summary>Sends a close frame and waits for the client's.</summary>
    public async Task CloseAsync(int code, string text)
    {
        await Socket.CloseOutputAsync((WebSocketCloseStatus)code, text, CancellationToken.None);
        await CloseReceivedAsync();
    }

    /// <summary>Waits for the client's close frame, and answers it. Returns its code.</summary>
    public async Task<int?> CloseReceivedAsync()
    {
        while (true)
        {
            var read = await Socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().Within(Timeouts.Step, "the client's close");
            if (read.MessageType == WebSocketMessageType.Close)
            {
                break;
            }
        }

        if (Socket.State == WebSocketState.CloseReceived)
        {
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        // A server closes the TCP connection first (RFC 6455 section 7.1.1); a client waits a second for it.
        Socket.Dispose();
        return (int?)Socket.CloseStatus;
    }

    /// <summary>Ends the TCP connection without a word.</summary>
    public void Cut() => Socket.Abort();
}
