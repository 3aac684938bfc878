using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sws.Protocol.WebSockets;

/// <summary>The masking of RFC 6455, section 5.3: byte i of the payload is XORed with byte i mod 4 of the key. Its own inverse.</summary>
internal static class PayloadMask
{
    /// <summary>Masks or unmasks in place.</summary>
    /// <param name="payload">The bytes, in any alignment.</param>
    /// <param name="maskKey">The key; its most significant byte comes first on the wire.</param>
    /// <param name="offset">How many bytes of the same frame's payload come before these.</param>
    public static void Apply(Span<byte> payload, uint maskKey, int offset)
    {
        // Turned so that the byte for payload[0] comes first in memory on either kind of machine.
        var turned = BitOperations.RotateLeft(maskKey, (offset & 3) * 8);
        var key = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(turned) : turned;

        ref var start = ref MemoryMarshal.GetReference(payload);
        nuint position = 0;
        var length = (nuint)payload.Length;
        // Every step is a multiple of four bytes, so the key never has to be turned again.
        if (Vector256.IsHardwareAccelerated)
        {
            var wide = Vector256.Create(key).AsByte();
            for (; length - position >= 32; position += 32)
            {
                (Vector256.LoadUnsafe(ref start, position) ^ wide).StoreUnsafe(ref start, position);
            }
        }
        var narrow = Vector128.Create(key).AsByte();
        for (; length - position >= 16; position += 16)
        {
            (Vector128.LoadUnsafe(ref start, position) ^ narrow).StoreUnsafe(ref start, position);
        }
        Tail(payload[(int)position..], key);
    }

    private static void Tail(Span<byte> rest, uint key)
    {
        while (rest.Length >= sizeof(uint))
        {
            MemoryMarshal.Write(rest, MemoryMarshal.Read<uint>(rest) ^ key);
            rest = rest[sizeof(uint)..];
        }
        var keyBytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in key));
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] ^= keyBytes[i];
        }
    }
}
