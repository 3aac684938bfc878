using System.Globalization;
using System.Text;

namespace Sws.LoadGen.Dialects;

/// <summary>
/// Socket.IO 4 over Engine.IO 4, WebSocket only: events "echo" (text), "join" (group, with an acknowledgement) and "publish"
/// (group, text); deliveries are the event "m". Protocol: github.com/socketio/socket.io-protocol.
/// </summary>
internal sealed class SocketIoDialect : IDialect
{
    private static readonly byte[] PongMessage = "3"u8.ToArray();

    /// <inheritdoc/>
    public string Query => "EIO=4&transport=websocket";

    /// <inheritdoc/>
    public bool IsText => true;

    /// <inheritdoc/>
    public byte[] Greeting { get; } = "40"u8.ToArray();

    /// <inheritdoc/>
    public bool AwaitsReady => true;

    /// <inheritdoc/>
    public int PayloadBytes(int size) => Base64Payload.BytesFor(size);

    /// <inheritdoc/>
    public string? EchoGroup(int index) => null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload) => (byte[])[.. "42[\"echo\",\""u8, .. Base64Payload.Encode(payload), .. "\"]"u8];

    /// <inheritdoc/>
    public byte[] Join(string group, ulong ackId) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"42{ackId}[\"join\",\"{group}\"]"));

    /// <inheritdoc/>
    public byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId) =>
        [.. "42[\"publish\",\""u8, .. Encoding.UTF8.GetBytes(group), .. "\",\""u8, .. Base64Payload.Encode(payload), .. "\"]"u8];

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival)
    {
        var message = arrived;
        arrived = default;
        arrival = default;
        if (message.IsEmpty)
        {
            return false;
        }

        arrival = message[0] switch
        {
            (byte)'0' or (byte)'1' or (byte)'6' => default,
            (byte)'2' => new Arrival { Kind = ArrivalKind.Ping, Reply = PongMessage },
            (byte)'4' when message.Length > 1 => Packet(message[1], message[2..]),
            _ => new Arrival { Kind = ArrivalKind.Malformed },
        };
        return true;
    }

    private static Arrival Packet(byte type, ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case (byte)'0':
                return new Arrival { Kind = ArrivalKind.Ready };
            case (byte)'3':
                var end = rest.IndexOf((byte)'[');
                return end > 0 && ulong.TryParse(rest[..end], CultureInfo.InvariantCulture, out var id)
                    ? new Arrival { Kind = ArrivalKind.Ack, AckId = id }
                    : new Arrival { Kind = ArrivalKind.Malformed };
            case (byte)'2' when rest.StartsWith("[\"m\",\""u8) && rest.EndsWith("\"]"u8) && Base64Payload.TryDecode(rest[6..^2], out var payload):
                return new Arrival { Kind = ArrivalKind.Payload, Payload = payload };
            default:
                return new Arrival { Kind = ArrivalKind.Malformed };
        }
    }
}
