using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Sws.Protocol.Crypto;

namespace Sws.Gateway.Tests.Trust;

/// <summary>
/// Looks for a secret in everything that this process can write to: managed heaps, native heaps, stacks. Keeps the secret
/// itself only under a mask, and its first and last byte are left out of the comparison, since X25519 changes bits in them.
/// </summary>
internal sealed class MemorySearch
{
    private const int First = 1;
    private const int Length = 30;
    private const int ChunkBytes = 1 << 20;

    private readonly byte[] _mask = RandomNumberGenerator.GetBytes(Length);
    private readonly byte[] _masked = new byte[Length];

    private MemorySearch()
    {
    }

    /// <summary>A search for the secret half of a pair.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MemorySearch For(BoxKeyPair pair)
    {
        MemorySearch search = new();
        Span<byte> secret = stackalloc byte[BoxKeyPair.KeyBytes];
        pair.CopySecretKey(secret);
        for (int index = 0; index < Length; index++)
        {
            search._masked[index] = (byte)(secret[First + index] ^ search._mask[index]);
        }

        CryptographicOperations.ZeroMemory(secret);
        return search;
    }

    /// <summary>How often the secret is in memory.</summary>
    public int Count()
    {
        // One buffer of its own, cleared after each chunk: what is found in it must not be found again when its turn comes.
        byte[] buffer = GC.AllocateArray<byte>(ChunkBytes + Length, pinned: true);
        int found = 0;
        using FileStream memory = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[1].StartsWith("rw", StringComparison.Ordinal))
            {
                string[] range = fields[0].Split('-');
                found += Count(memory, long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), buffer);
            }
        }

        return found;
    }

    private int Count(FileStream memory, long start, long end, byte[] buffer)
    {
        int found = 0;
        for (long position = start; position < end; position += ChunkBytes)
        {
            int wanted = (int)Math.Min(buffer.Length, end - position);
            int read = TryRead(memory, position, buffer.AsSpan(0, wanted));
            for (int index = 0; index < ChunkBytes && index + Length <= read; index++)
            {
                // The mask of one byte first: nearly always that is the end of it.
                if ((byte)(buffer[index] ^ _mask[0]) == _masked[0] && IsAt(buffer, index))
                {
                    found++;
                }
            }

            buffer.AsSpan(0, wanted).Clear();
        }

        return found;
    }

    private bool IsAt(byte[] buffer, int index)
    {
        for (int offset = 1; offset < Length; offset++)
        {
            if ((byte)(buffer[index + offset] ^ _mask[offset]) != _masked[offset])
            {
                return false;
            }
        }

        return true;
    }

    private static int TryRead(FileStream memory, long position, Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, destination, position);
        }
        catch (IOException)
        {
            // Reserved but not there, or given back since the list was read.
            return 0;
        }
    }
}
