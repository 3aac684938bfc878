using System.Text;
using Sws.LoadGen.Dialects;

namespace Sws.LoadGen.Tests.Dialects;

/// <summary>Peers' protocols, as their servers speak them (recorded from the real ones), and what they must never be taken for.</summary>
public sealed class PeerDialectTests
{
    private const string Rs = "\u001e";

    private static readonly byte[] Payload = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];

    private static string Base64 => Convert.ToBase64String(Payload);

    [Theory]
    [InlineData("signalr", "{}" + Rs, ArrivalKind.Ready)]
    [InlineData("signalr", "{\"type\":6}" + Rs, ArrivalKind.Ping)]
    [InlineData("signalr", "{\"type\":3,\"invocationId\":\"1\",\"result\":null}" + Rs, ArrivalKind.Ack)]
    [InlineData("signalr", "{\"type\":3,\"invocationId\":\"1\",\"error\":\"no\"}" + Rs, ArrivalKind.Refused)]
    [InlineData("signalr", "{\"type\":3,\"invocationId\":\"0\",\"result\":\"not base64\"}" + Rs, ArrivalKind.Malformed)]
    [InlineData("signalr", "{\"type\":\"x\"}" + Rs, ArrivalKind.Malformed)]
    [InlineData("signalr", "{\"type\":6}", ArrivalKind.Malformed)]
    [InlineData("signalr", "nonsense" + Rs, ArrivalKind.Malformed)]
    [InlineData("socketio", "0{\"sid\":\"a\"}", ArrivalKind.Other)]
    [InlineData("socketio", "40{\"sid\":\"a\"}", ArrivalKind.Ready)]
    [InlineData("socketio", "2", ArrivalKind.Ping)]
    [InlineData("socketio", "431[]", ArrivalKind.Ack)]
    [InlineData("socketio", "43x[]", ArrivalKind.Malformed)]
    [InlineData("socketio", "42[\"m\",\"not base64\"]", ArrivalKind.Malformed)]
    [InlineData("socketio", "4", ArrivalKind.Malformed)]
    [InlineData("socketio", "x", ArrivalKind.Malformed)]
    [InlineData("nats", "INFO {}\r\n", ArrivalKind.Ready)]
    [InlineData("nats", "PING\r\n", ArrivalKind.Ping)]
    [InlineData("nats", "PONG\r\n", ArrivalKind.Ack)]
    [InlineData("nats", "MSG a 1 5\r\nab\r\n", ArrivalKind.Malformed)]
    [InlineData("nats", "MSG a 1 -1\r\nab\r\n", ArrivalKind.Malformed)]
    [InlineData("nats", "MSG a 1 x\r\nab\r\n", ArrivalKind.Malformed)]
    [InlineData("nats", "-ERR 'Authorization Violation'\r\n", ArrivalKind.Malformed)]
    [InlineData("nats", "PONG", ArrivalKind.Malformed)]
    public void TryRead_OneMessage_IsWhatItIs(string dialect, string message, object expected)
    {
        ReadOnlySpan<byte> arrived = Encoding.UTF8.GetBytes(message);

        Assert.True(DialectCatalog.Get(dialect).TryRead(ref arrived, out var arrival));
        Assert.Equal(expected, arrival.Kind);
        Assert.False(DialectCatalog.Get(dialect).TryRead(ref arrived, out _));
    }

    [Fact]
    public void TryRead_SignalR_SeveralInOneMessage_HandsOutEach() => AssertPayloads(
        "signalr", $"{{\"type\":1,\"target\":\"m\",\"arguments\":[\"{Base64}\"]}}{Rs}{{\"type\":3,\"invocationId\":\"0\",\"result\":\"{Base64}\"}}{Rs}", 2);

    [Fact]
    public void TryRead_SocketIo_Event_HandsOutItsText() => AssertPayloads("socketio", $"42[\"m\",\"{Base64}\"]", 1);

    [Fact]
    public void TryRead_Nats_SeveralInOneMessage_HandsOutEach()
    {
        byte[] message = [.. "MSG a 1 48\r\n"u8, .. Payload, .. "\r\nMSG a 1 r 48\r\n"u8, .. Payload, .. "\r\n"u8];

        AssertPayloads("nats", message, 2);
    }

    [Theory]
    [InlineData("signalr", 256, 256)]
    [InlineData("socketio", 4096, 4096)]
    [InlineData("json", 256, 256)]
    public void PayloadBytes_TextProtocol_FillTheSizeOnTheWire(string dialect, int size, int characters) =>
        Assert.Equal(characters, Convert.ToBase64String(new byte[DialectCatalog.Get(dialect).PayloadBytes(size)]).Length);

    private static void AssertPayloads(string dialect, string message, int count) => AssertPayloads(dialect, Encoding.UTF8.GetBytes(message), count);

    private static void AssertPayloads(string dialect, byte[] message, int count)
    {
        ReadOnlySpan<byte> arrived = message;
        for (var read = 0; read < count; read++)
        {
            Assert.True(DialectCatalog.Get(dialect).TryRead(ref arrived, out var arrival));
            Assert.Equal(ArrivalKind.Payload, arrival.Kind);
            Assert.Equal(Payload, arrival.Payload.ToArray());
        }

        Assert.False(DialectCatalog.Get(dialect).TryRead(ref arrived, out _));
    }
}
