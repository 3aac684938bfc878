using System.Runtime.InteropServices;

namespace Sws.Protocol.Crypto;

/// <summary>The operating system's generator, through libsodium's <c>randombytes_buf</c>.</summary>
public static class SecureRandom
{
    /// <summary>Fills the whole span with unpredictable bytes.</summary>
    /// <param name="buffer">Any length.</param>
    public static void Fill(Span<byte> buffer)
    {
        if (!buffer.IsEmpty)
        {
            Libsodium.RandomBytes(ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        }
    }
}
