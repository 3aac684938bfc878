using System.Buffers.Binary;
using System.Text;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>A frame to send, encoded without the help of the code under test.</summary>
internal sealed record TestFrame(byte First, byte[] Payload)
{
    public static TestFrame Text(string payload, bool fin = true) => Text(Encoding.UTF8.GetBytes(payload), fin);

    public static TestFrame Text(byte[] payload, bool fin = true) => Of(1, payload, fin);

    public static TestFrame Binary(byte[] payload, bool fin = true) => Of(2, payload, fin);

    public static TestFrame More(string payload, bool fin = false) => Of(0, Encoding.UTF8.GetBytes(payload), fin);

    public static TestFrame More(byte[] payload, bool fin = false) => Of(0, payload, fin);

    public static TestFrame Last(string payload) => More(payload, fin: true);

    public static TestFrame Last(byte[] payload) => More(payload, fin: true);

    public static TestFrame Close(byte[] payload) => Of(8, payload);

    public static TestFrame Close(ushort code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Close(payload);
    }

    public static TestFrame Ping(string payload) => Of(9, Encoding.UTF8.GetBytes(payload));

    public static TestFrame Ping(byte[] payload) => Of(9, payload);

    public static TestFrame Pong(string payload) => Of(10, Encoding.UTF8.GetBytes(payload));

    public static TestFrame Of(int opcode, byte[] payload, bool fin = true, int reserved = 0) =>
        new((byte)((fin ? 0x80 : 0) | (reserved << 4) | opcode), payload);

    /// <summary>Cuts a message into fragments of at most this many bytes.</summary>
    public static TestFrame[] Fragmented(int opcode, byte[] message, int size)
    {
        var pieces = message.Chunk(size).DefaultIfEmpty([]).ToArray();
        return [.. pieces.Select((piece, i) => Of(i == 0 ? opcode : 0, piece, fin: i == pieces.Length - 1))];
    }

    public byte[] Encode(uint? maskKey)
    {
        using var stream = new MemoryStream();
        stream.WriteByte(First);
        var maskBit = maskKey is null ? 0 : 0x80;
        Span<byte> wide = stackalloc byte[8];
        if (Payload.Length < 126)
        {
            stream.WriteByte((byte)(maskBit | Payload.Length));
        }
        else if (Payload.Length < 65536)
        {
            stream.WriteByte((byte)(maskBit | 126));
            BinaryPrimitives.WriteUInt16BigEndian(wide, (ushort)Payload.Length);
            stream.Write(wide[..2]);
        }
        else
        {
            stream.WriteByte((byte)(maskBit | 127));
            BinaryPrimitives.WriteInt64BigEndian(wide, Payload.Length);
            stream.Write(wide);
        }
        if (maskKey is not { } key)
        {
            stream.Write(Payload);
            return stream.ToArray();
        }
        byte[] keyBytes = [(byte)(key >> 24), (byte)(key >> 16), (byte)(key >> 8), (byte)key];
        stream.Write(keyBytes);
        for (var i = 0; i < Payload.Length; i++)
        {
            stream.WriteByte((byte)(Payload[i] ^ keyBytes[i % 4]));
        }
        return stream.ToArray();
    }

    /// <summary>The bytes of several frames, each under a key of its own when masked.</summary>
    public static byte[] EncodeAll(IEnumerable<TestFrame> frames, bool masked, int seed = 1)
    {
        var random = new Random(seed);
        using var stream = new MemoryStream();
        foreach (var frame in frames)
        {
            stream.Write(frame.Encode(masked ? (uint)random.NextInt64(1L << 32) : null));
        }
        return stream.ToArray();
    }
}
