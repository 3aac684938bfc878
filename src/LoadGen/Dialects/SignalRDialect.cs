using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sws.LoadGen.Dialects;

/// <summary>
/// ASP.NET Core SignalR's JSON hub protocol over a WebSocket without negotiation: hub methods Echo(text), Join(group) and
/// Publish(group, text); deliveries call the client's "m".
/// Protocol: github.com/dotnet/aspnetcore, src/SignalR/docs/specs/HubProtocol.md.
/// </summary>
internal sealed class SignalRDialect : IDialect
{
    private const byte Separator = 0x1E;
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int PingType = 6;

    private static readonly byte[] PingMessage = [.. "{\"type\":6}"u8, Separator];

    /// <inheritdoc/>
    public string Query => "";

    /// <inheritdoc/>
    public bool IsText => true;

    /// <inheritdoc/>
    public byte[] Greeting { get; } = [.. "{\"protocol\":\"json\",\"version\":1}"u8, Separator];

    /// <inheritdoc/>
    public bool AwaitsReady => true;

    /// <inheritdoc/>
    public int PayloadBytes(int size) => Base64Payload.BytesFor(size);

    /// <inheritdoc/>
    public string? EchoGroup(int index) => null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload) => (byte[])
        [.. "{\"type\":1,\"invocationId\":\"0\",\"target\":\"Echo\",\"arguments\":[\""u8, .. Base64Payload.Encode(payload), .. "\"]}"u8, Separator];

    /// <inheritdoc/>
    public byte[] Join(string group, ulong ackId) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{{\"type\":1,\"invocationId\":\"{ackId}\",\"target\":\"Join\",\"arguments\":[\"{group}\"]}}{(char)Separator}"));

    /// <inheritdoc/>
    public byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId) =>
    [
        .. "{\"type\":1,\"target\":\"Publish\",\"arguments\":[\""u8, .. Encoding.UTF8.GetBytes(group), .. "\",\""u8,
        .. Base64Payload.Encode(payload), .. "\"]}"u8, Separator,
    ];

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival)
    {
        arrival = default;
        if (arrived.IsEmpty)
        {
            return false;
        }

        var end = arrived.IndexOf(Separator);
        var message = end < 0 ? default : arrived[..end];
        arrived = end < 0 ? default : arrived[(end + 1)..];
        try
        {
            arrival = end < 0 ? new Arrival { Kind = ArrivalKind.Malformed } : Read(message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            arrival = new Arrival { Kind = ArrivalKind.Malformed };
        }

        return true;
    }

    private static Arrival Read(ReadOnlySpan<byte> message)
    {
        if (message.SequenceEqual("{}"u8))
        {
            return new Arrival { Kind = ArrivalKind.Ready };
        }

        var (type, id, failed) = (0, 0UL, false);
        var payload = default(ReadOnlySpan<byte>);
        var reader = new Utf8JsonReader(message);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                // The first string of "arguments"; property values are read below.
                payload = payload.IsEmpty && reader.TokenType == JsonTokenType.String ? reader.ValueSpan : payload;
                continue;
            }

            var (isType, isId, isResult) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("invocationId"u8), reader.ValueTextEquals("result"u8));
            failed |= reader.ValueTextEquals("error"u8);
            reader.Read();
            type = isType ? reader.GetInt32() : type;
            id = isId && ulong.TryParse(reader.ValueSpan, CultureInfo.InvariantCulture, out var number) ? number : id;
            payload = isResult && reader.TokenType == JsonTokenType.String ? reader.ValueSpan : payload;
        }

        return Arrived(type, id, failed, payload);
    }

    private static Arrival Arrived(int type, ulong id, bool failed, ReadOnlySpan<byte> text) => type switch
    {
        Completion when failed => new Arrival { Kind = ArrivalKind.Refused, AckId = id, Error = SessionError.Other },
        Completion when text.IsEmpty => new Arrival { Kind = ArrivalKind.Ack, AckId = id },
        Completion or Invocation => Base64Payload.TryDecode(text, out var payload)
            ? new Arrival { Kind = ArrivalKind.Payload, Payload = payload }
            : new Arrival { Kind = ArrivalKind.Malformed },
        PingType => new Arrival { Kind = ArrivalKind.Ping, Reply = PingMessage },
        _ => default,
    };
}
