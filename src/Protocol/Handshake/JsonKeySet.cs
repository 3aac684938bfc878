using System.Runtime.CompilerServices;

namespace Sws.Protocol.Handshake;

/// <summary>
/// The keys of one JSON object, remembered as 64-bit hashes of their decoded text. Equal keys have equal hashes, so no duplicate is missed;
/// a chance collision (2⁻⁵⁵ for a full set) refuses a message that nobody sends.
/// </summary>
internal struct JsonKeySet
{
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private Hashes _hashes;
    private int _count;

    /// <summary>Adds a key as it stands between its quotes; the scanner has checked its escapes.</summary>
    internal JsonFault Add(ReadOnlySpan<byte> rawKey)
    {
        if (_count == HandshakeLimits.MaxJsonMembers)
        {
            return JsonFault.TooManyMembers;
        }

        ulong hash = Hash(rawKey);
        if (((ReadOnlySpan<ulong>)_hashes)[.._count].Contains(hash))
        {
            return JsonFault.DuplicateKey;
        }

        _hashes[_count++] = hash;
        return JsonFault.None;
    }

    private static ulong Hash(ReadOnlySpan<byte> rawKey)
    {
        ulong hash = OffsetBasis;
        if (!rawKey.Contains((byte)'\\'))
        {
            foreach (byte value in rawKey)
            {
                hash = (hash ^ value) * Prime;
            }

            return hash;
        }

        var decoder = new JsonEscapes(rawKey);
        while (decoder.TryNext(out byte value))
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    [InlineArray(HandshakeLimits.MaxJsonMembers)]
    private struct Hashes
    {
        private ulong _first;
    }
}
