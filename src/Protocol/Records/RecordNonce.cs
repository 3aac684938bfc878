using System.Buffers.Binary;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Records;

/// <summary>How SWS makes NaCl's 24-byte nonce of its own 8 bytes: written three times over.</summary>
internal static class RecordNonce
{
    /// <summary>Bytes of an SWS nonce on the wire.</summary>
    internal const int Bytes = Bytes8.Length;

    /// <summary>Reads 8 bytes as the little-endian counter they are.</summary>
    internal static ulong Read(ReadOnlySpan<byte> nonce8)
    {
        Require.Length(nonce8, Bytes, nameof(nonce8));
        return BinaryPrimitives.ReadUInt64LittleEndian(nonce8);
    }

    /// <summary>Writes the 24-byte nonce of a counter.</summary>
    internal static void Expand(ulong counter, Span<byte> nonce24)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(nonce24, counter);
        BinaryPrimitives.WriteUInt64LittleEndian(nonce24[8..], counter);
        BinaryPrimitives.WriteUInt64LittleEndian(nonce24[16..], counter);
    }
}
