using System.Globalization;
using System.Text;

namespace Sws.LoadGen.Dialects;

/// <summary>
/// NATS over a WebSocket. The server has no echo: a client publishes to a subject that it alone subscribes, one message in and one out as
/// with the others. Publishing to a group is one PUB; a join is a SUB, and the answer to the PING behind it says that it is done.
/// Protocol: docs.nats.io/reference/reference-protocols/nats-protocol.
/// </summary>
internal sealed class NatsDialect : IDialect
{
    private static readonly byte[] PongMessage = "PONG\r\n"u8.ToArray();

    /// <inheritdoc/>
    public string Query => "";

    /// <inheritdoc/>
    public bool IsText => false;

    /// <inheritdoc/>
    public byte[] Greeting { get; } = "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true,\"lang\":\"loadgen\",\"version\":\"1\"}\r\n"u8.ToArray();

    /// <inheritdoc/>
    public bool AwaitsReady => true;

    /// <inheritdoc/>
    public int PayloadBytes(int size) => size;

    /// <inheritdoc/>
    public string EchoGroup(int index) => string.Create(CultureInfo.InvariantCulture, $"echo.{Environment.ProcessId}.{index}");

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload) => Publish(EchoGroup(index), payload, null);

    /// <inheritdoc/>
    public byte[] Join(string group, ulong ackId) => Encoding.ASCII.GetBytes($"SUB {group} 1\r\nPING\r\n");

    /// <inheritdoc/>
    public byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"PUB {group} {payload.Length}\r\n")), .. payload, .. "\r\n"u8];

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival)
    {
        arrival = default;
        if (arrived.IsEmpty)
        {
            return false;
        }

        var end = arrived.IndexOf("\r\n"u8);
        var line = end < 0 ? default : arrived[..end];
        arrived = end < 0 ? default : arrived[(end + 2)..];
        arrival = line switch
        {
            _ when line.StartsWith("MSG "u8) => Message(line, ref arrived),
            _ when line.StartsWith("INFO "u8) => new Arrival { Kind = ArrivalKind.Ready },
            _ when line.SequenceEqual("PING"u8) => new Arrival { Kind = ArrivalKind.Ping, Reply = PongMessage },
            _ when line.SequenceEqual("PONG"u8) => new Arrival { Kind = ArrivalKind.Ack, AckId = Sessions.HubSession.JoinAckId },
            _ => new Arrival { Kind = ArrivalKind.Malformed },
        };
        return true;
    }

    private static Arrival Message(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> arrived)
    {
        // MSG subject sid [reply] bytes
        if (!int.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], CultureInfo.InvariantCulture, out var length)
            || length < 0
            || arrived.Length < length + 2)
        {
            arrived = default;
            return new Arrival { Kind = ArrivalKind.Malformed };
        }

        var payload = arrived[..length];
        arrived = arrived[(length + 2)..];
        return new Arrival { Kind = ArrivalKind.Payload, Payload = payload };
    }
}
