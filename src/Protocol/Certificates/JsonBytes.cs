using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sws.Protocol.Certificates;

/// <summary>Writes secret bytes as a JSON array without making a string of them, which could not be zeroed.</summary>
internal static class JsonBytes
{
    /// <summary>before ‖ [b₀,b₁,…] ‖ after, as one exactly sized array.</summary>
    public static byte[] Concat(ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> after)
    {
        Span<byte> array = stackalloc byte[2 + (4 * bytes.Length)];
        var length = WriteArray(array, bytes);
        byte[] all = [.. before, .. array[..length], .. after];
        CryptographicOperations.ZeroMemory(array);
        return all;
    }

    private static int WriteArray(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        foreach (var b in bytes)
        {
            destination[at] = (byte)(at == 0 ? '[' : ',');
            _ = Utf8Formatter.TryFormat(b, destination[(at + 1)..], out var written);
            at += 1 + written;
        }

        destination[at] = (byte)']';
        return at + 1;
    }
}
