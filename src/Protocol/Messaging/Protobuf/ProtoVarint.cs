using System.Numerics;

namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>Writes the variable-length integers of the wire format: seven bits a byte, the lowest first.</summary>
internal static class ProtoVarint
{
    /// <summary>Bytes that <paramref name="value"/> takes, 1 to 10.</summary>
    public static int Size(ulong value) => (BitOperations.Log2(value) / 7) + 1;

    /// <summary>Writes <paramref name="value"/>; returns the number of bytes.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            destination[count++] = (byte)(value | 0x80);
        }

        destination[count++] = (byte)value;
        return count;
    }
}
