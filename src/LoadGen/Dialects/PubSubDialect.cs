using Sws.LoadGen.Commands;
using Sws.Protocol.Messaging;

namespace Sws.LoadGen.Dialects;

/// <summary>The gateway's own protocols: those of Web PubSub, in JSON or protobuf.</summary>
internal sealed class PubSubDialect(IMessageCodec codec, bool isJson) : IDirectDialect
{
    /// <inheritdoc/>
    public string Query => $"protocol={codec.Name}";

    /// <inheritdoc/>
    public bool IsText => isJson;

    /// <inheritdoc/>
    public byte[]? Greeting => null;

    /// <inheritdoc/>
    public bool AwaitsReady => true;

    /// <inheritdoc/>
    public bool IsReliable => codec.Reliable;

    /// <inheritdoc/>
    public int PayloadBytes(int size) => isJson ? Base64Payload.BytesFor(size) : size;

    /// <inheritdoc/>
    public string? EchoGroup(int index) => null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload) => throw new NotSupportedException("Echo is for simple clients.");

    /// <inheritdoc/>
    public byte[] Join(string group, ulong ackId) => codec.EncodeClient(new JoinGroup(group, ackId, null, false));

    /// <inheritdoc/>
    public byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId) =>
        codec.EncodeClient(new SendToGroup(group, Data(payload), true, ackId));

    /// <inheritdoc/>
    public byte[] SendTo(AddressKind kind, string address, ReadOnlySpan<byte> payload, ulong? ackId) => codec.EncodeClient(
        kind == AddressKind.User ? new SendToUser(address, Data(payload), ackId) : new SendToConnection(address, Data(payload), ackId));

    /// <inheritdoc/>
    public byte[] Acknowledge(ulong sequenceId) => codec.EncodeClient(new SequenceAck(sequenceId));

    /// <inheritdoc/>
    public string RecoveryQuery(SessionIdentity session) =>
        $"{Query}&awps_connection_id={Uri.EscapeDataString(session.ConnectionId)}&awps_reconnection_token={Uri.EscapeDataString(session.ReconnectionToken!)}";

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival)
    {
        arrival = default;
        if (arrived.IsEmpty)
        {
            return false;
        }

        var status = codec.DecodeServer(arrived, out var message, out var sequenceId);
        arrived = default;
        arrival = status == DecodeStatus.Ok ? Read(message!) : new Arrival { Kind = status == DecodeStatus.UnknownType ? ArrivalKind.Other : ArrivalKind.Malformed };
        arrival.SequenceId = sequenceId;
        return true;
    }

    private static Arrival Read(ServerMessage message) => message switch
    {
        GroupMessage group => Payload(group.Data),
        DirectMessage direct => Payload(direct.Data),
        Ack { Success: true } ack => new Arrival { Kind = ArrivalKind.Ack, AckId = ack.AckId },
        Ack ack => new Arrival { Kind = ArrivalKind.Refused, AckId = ack.AckId, Error = SessionError.Refused(ack.Error?.Name) },
        Connected connected => new Arrival
        {
            Kind = ArrivalKind.Ready,
            Identity = new SessionIdentity(connected.ConnectionId, connected.UserId, connected.ReconnectionToken, connected.Recovered),
        },
        _ => default,
    };

    private static Arrival Payload(MessageData data) => data.Kind switch
    {
        DataKind.Binary => new Arrival { Kind = ArrivalKind.Payload, Payload = data.Bytes.Span },
        DataKind.Text when Base64Payload.TryDecode(data.Bytes.Span, out var payload) => new Arrival { Kind = ArrivalKind.Payload, Payload = payload },
        _ => new Arrival { Kind = ArrivalKind.Malformed },
    };

    private MessageData Data(ReadOnlySpan<byte> payload) => isJson
        ? new MessageData(DataKind.Text, Base64Payload.Encode(payload).ToArray())
        : new MessageData(DataKind.Binary, payload.ToArray());
}
