using System.Runtime.InteropServices;

namespace Sws.Protocol.Crypto;

/// <summary>BLAKE2b cut to 16 bytes: the digest of the replay guard.</summary>
/// <remarks>Reference: RFC 7693 (the output length is a parameter of the hash, not a truncation).</remarks>
internal static class ShortHash
{
    internal const int Bytes = 16;

    internal static void Compute(ReadOnlySpan<byte> message, Span<byte> digest16)
    {
        Require.Length(digest16, Bytes, nameof(digest16));
        _ = Libsodium.GenericHash(
            ref MemoryMarshal.GetReference(digest16), Bytes, in MemoryMarshal.GetReference(message), (ulong)message.Length, 0, 0);
    }
}
