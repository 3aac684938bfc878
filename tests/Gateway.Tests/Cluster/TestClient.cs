using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Connections;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;
using Sws.Testing;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>A client of a <see cref="TestEdge"/>, on pipes instead of a socket.</summary>
internal sealed class TestClient : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly IMessageCodec Codec = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly RecordSealer _sealer = new(Key, Nonce);
    private readonly Channel<(ServerMessage Message, ulong? SequenceId)> _received = Channel.CreateUnbounded<(ServerMessage, ulong?)>();
    private readonly TestEdge _edge;
    private ulong _lastAckId;

    private TestClient(TestEdge edge, bool isGone)
    {
        _edge = edge;
        DefaultConnectionContext context = new()
        {
            Transport = new Duplex(_toServer.Reader, _toClient.Writer),
            ConnectionClosed = new CancellationToken(isGone),
        };
        Socket = new SwsConnection(context, 0, long.MaxValue)
        {
            Reader = new MessageReader(MaskRule.Optional, 1024 * 1024),
            Opener = new RecordOpener(Key, Nonce),
            DeadlineReason = CloseReason.HandshakeTimeout,
        };
        Socket.Output.StartRecords(new RecordSealer(Key, Nonce));
    }

    public SwsConnection Socket { get; }

    /// <summary>Why it was turned away, or null.</summary>
    public CloseReason? Refusal { get; private set; }

    public EdgeSession? Session { get; private set; }

    /// <summary>The greeting, once read.</summary>
    public Connected? Greeting { get; private set; }

    /// <summary>How the edge's loop ended.</summary>
    public Task<LoopEnd> Ended { get; private set; } = Task.FromResult(LoopEnd.Lost);

    /// <param name="edge">Where.</param>
    /// <param name="identity">What the client proved.</param>
    /// <param name="recover">What the session began with that it wants back; null for a new one.</param>
    /// <param name="received">Up to which direct message the client has them; null when it does not count.</param>
    /// <param name="isGone">Whether its socket is gone already.</param>
    /// <param name="meanwhile">What happens to its socket while the edge makes the session.</param>
    public static async Task<TestClient> ConnectAsync(
        TestEdge edge,
        ClientIdentity identity,
        Connected? recover,
        long? received = null,
        bool isGone = false,
        Func<SwsConnection, Task>? meanwhile = null)
    {
        TestClient client = new(edge, isGone);
        ClientUrl url = new(TestCluster.Chat, Codec, null, recover?.ConnectionId, recover?.ReconnectionToken, received);
        Task<SessionStart> starting = edge.Starter.StartAsync(client.Socket, url, identity);
        await (meanwhile?.Invoke(client.Socket) ?? Task.CompletedTask);
        SessionStart start = await starting.Within(2 * Timeouts.Step, "a session");
        (client.Refusal, client.Session) = (start.Refusal, start.Session);
        if (start.Session is { } session)
        {
            client.Socket.Output.Release();
            _ = client.ReceiveAsync();
            client.Ended = client.ServeAsync(session);
            client.Greeting = (Connected)(await client.ReadAsync("the greeting")).Message;
        }

        return client;
    }

    public ulong Send(Func<ulong, ClientMessage> message)
    {
        Write(message(++_lastAckId));
        return _lastAckId;
    }

    /// <summary>Sends something and waits for its ack.</summary>
    public async Task<Ack> AskAsync(Func<ulong, ClientMessage> message)
    {
        ulong ackId = Send(message);
        while (true)
        {
            if ((await ReadAsync($"ack {ackId}")).Message is Ack ack && ack.AckId == ackId)
            {
                return ack;
            }
        }
    }

    public Task<Ack> JoinAsync(string group, bool presence = false) => AskAsync(ackId => new JoinGroup(group, ackId, null, presence));

    public Task<Ack> PublishAsync(string group, string text) =>
        AskAsync(ackId => new SendToGroup(group, new MessageData(DataKind.Text, Encoding.UTF8.GetBytes(text)), NoEcho: true, ackId));

    public void Acknowledge(ulong sequenceId) => Write(new SequenceAck(sequenceId));

    public async Task<(ServerMessage Message, ulong? SequenceId)> ReadAsync(string what) =>
        await _received.Reader.ReadAsync().AsTask().Within(2 * Timeouts.Step, what);

    /// <summary>Reads group messages: their texts and sequence numbers.</summary>
    public async Task<List<(string Text, ulong SequenceId)>> ReadTextsAsync(int count)
    {
        List<(string, ulong)> texts = [];
        while (texts.Count < count)
        {
            (ServerMessage message, ulong? sequenceId) = await ReadAsync($"message {texts.Count + 1} of {count}");
            MessageData? data = message switch
            {
                GroupMessage group => group.Data,
                Protocol.Messaging.DirectMessage direct => direct.Data,
                ServerData server => server.Data,
                _ => null,
            };
            if (data is { } found)
            {
                texts.Add((Encoding.UTF8.GetString(found.Bytes.Span), sequenceId!.Value));
            }
        }

        return texts;
    }

    /// <summary>Loses the socket without a word.</summary>
    public async Task LoseAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Ended.Within(Timeouts.Step, "the edge to notice the lost socket");
    }

    public void Dispose() => _sealer.Dispose();

    private void Write(ClientMessage message)
    {
        byte[] body = Codec.EncodeClient(message);
        byte[] record = new byte[RecordSealer.Overhead + body.Length];
        body.CopyTo(record, RecordSealer.Overhead);
        _sealer.Seal(record);
        byte[] frame = new byte[FrameWriter.HeaderLength(record.Length, masked: false) + record.Length];
        int header = FrameWriter.WriteHeader(frame, WebSocketOpcode.Binary, record.Length);
        record.CopyTo(frame, header);
        _toServer.Writer.Write(frame);
        _ = _toServer.Writer.FlushAsync().AsTask();
    }

    private async Task<LoopEnd> ServeAsync(EdgeSession session)
    {
        Socket.Loop = new PubSubSessionLoop(Socket, session, _edge.Table, _edge.Groups, new GroupJoiner(_edge.Groups, TimeProvider.System), _edge.Commands);
        LoopEnd end = await Socket.Loop.RunAsync();
        await _edge.Sessions.LeaveAsync(session, Socket, end, _edge.Table.NowMs);
        return end;
    }

    private async Task ReceiveAsync()
    {
        using RecordOpener opener = new(Key, Nonce);
        using MessageReader reader = new(MaskRule.Forbidden, 1024 * 1024);
        while (true)
        {
            ReadResult result = await _toClient.Reader.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (reader.TryRead(ref buffer, out ReceivedMessage frame) == ReadStatus.Message)
            {
                if (frame.Opcode == WebSocketOpcode.Binary)
                {
                    byte[] plaintext = new byte[frame.Payload.Length - RecordSealer.Overhead];
                    Assert.True(opener.TryOpen(frame.Payload.Span, plaintext));
                    Assert.Equal(DecodeStatus.Ok, Codec.DecodeServer(plaintext, out ServerMessage? message, out ulong? sequenceId));
                    _received.Writer.TryWrite((message!, sequenceId));
                }
            }

            _toClient.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
