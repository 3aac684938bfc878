using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Sws.Grains.Trust;

/// <summary>
/// Certificates that were parsed and whose signature was verified, by the hash of their bytes as received: what a client
/// that comes again costs little. Nothing about time or revocation is kept. Bounded: two generations, of which the older
/// is dropped when the younger is full; what is asked for moves to the younger.
/// </summary>
internal sealed class CertificateCache
{
    // About 3 KB each. A fleet larger than this pays for parsing and one signature (some 80 µs) as if there were no cache.
    private const int PerGeneration = 2048;

    private Generation _young = new();
    private Generation _old = new();

    public int Count => _young.Count + _old.Count;

    public static (UInt128 High, UInt128 Low) KeyOf(ReadOnlySpan<byte> certificateJson)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificateJson, hash);
        return (BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }

    public VerifiedCertificate? Find((UInt128, UInt128) key)
    {
        if (_young.Find(key) is { } young)
        {
            return young;
        }

        VerifiedCertificate? old = _old.Find(key);
        if (old is not null)
        {
            Add(key, old);
        }

        return old;
    }

    public void Add((UInt128, UInt128) key, VerifiedCertificate certificate)
    {
        Generation young = _young;
        if (young.Add(key, certificate) >= PerGeneration && Interlocked.CompareExchange(ref _young, new Generation(), young) == young)
        {
            _old = young;
        }
    }

    private sealed class Generation
    {
        private readonly ConcurrentDictionary<(UInt128, UInt128), VerifiedCertificate> _certificates = new();

        // The dictionary counts itself by taking all of its locks.
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public VerifiedCertificate? Find((UInt128, UInt128) key) => _certificates.GetValueOrDefault(key);

        /// <returns>How many there are now.</returns>
        public int Add((UInt128, UInt128) key, VerifiedCertificate certificate)
        {
            if (_certificates.TryAdd(key, certificate))
            {
                return Interlocked.Increment(ref _count);
            }

            _certificates[key] = certificate;
            return Count;
        }
    }
}
