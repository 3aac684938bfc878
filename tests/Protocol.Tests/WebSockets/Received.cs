using System.Text;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>A copy of what the reader handed out; equal when opcode and bytes are.</summary>
internal sealed record Received(WebSocketOpcode Opcode, byte[] Payload)
{
    public static Received Text(string payload) => Text(Encoding.UTF8.GetBytes(payload));

    public static Received Text(byte[] payload) => new(WebSocketOpcode.Text, payload);

    public static Received Binary(byte[] payload) => new(WebSocketOpcode.Binary, payload);

    public static Received Ping(string payload) => Ping(Encoding.UTF8.GetBytes(payload));

    public static Received Ping(byte[] payload) => new(WebSocketOpcode.Ping, payload);

    public static Received Pong(string payload) => new(WebSocketOpcode.Pong, Encoding.UTF8.GetBytes(payload));

    public static Received Close(byte[] payload) => new(WebSocketOpcode.Close, payload);

    public bool Equals(Received? other) =>
        other is not null && Opcode == other.Opcode && Payload.AsSpan().SequenceEqual(other.Payload);

    public override int GetHashCode() => HashCode.Combine(Opcode, Payload.Length);

    public override string ToString() =>
        $"{Opcode}[{Payload.Length}] {Convert.ToHexString(Payload.AsSpan(0, Math.Min(24, Payload.Length)))}";
}
