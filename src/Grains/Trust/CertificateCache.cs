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

    private ConcurrentDictionary<(UInt128, UInt128), VerifiedCertificate> _young = new();
    private ConcurrentDictionary<(UInt128, UInt128), VerifiedCertificate> _old = new();

    public int Count => _young.Count + _old.Count;

    public static (UInt128 High, UInt128 Low) KeyOf(ReadOnlySpan<byte> certificateJson)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificateJson, hash);
        return (BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }

    public VerifiedCertificate? Find((UInt128, UInt128) key)
    {
        if (_young.TryGetValue(key, out VerifiedCertificate? found))
        {
            return found;
        }

        if (_old.TryGetValue(key, out found))
        {
            Add(key, found);
        }

        return found;
    }

    public void Add((UInt128, UInt128) key, VerifiedCertificate certificate)
    {
        ConcurrentDictionary<(UInt128, UInt128), VerifiedCertificate> young = _young;
        young[key] = certificate;
        if (young.Count >= PerGeneration
            && Interlocked.CompareExchange(ref _young, new ConcurrentDictionary<(UInt128, UInt128), VerifiedCertificate>(), young) == young)
        {
            _old = young;
        }
    }
}
