using System.Buffers.Binary;

namespace Sws.Gateway.Trust;

/// <summary>
/// Remembers every hello that one shared key has answered, exactly: a second answer to the same hello would encrypt two
/// texts under one key and nonce. Bounded: when it is full it admits nothing more, and the key must be replaced.
/// </summary>
internal sealed class HelloGuard(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Whether the key should be replaced soon.</summary>
    public bool IsNearlyFull
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count >= capacity / 4 * 3;
            }
        }
    }

    /// <summary>Whether it admits nothing more.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count >= capacity;
            }
        }
    }

    public bool TryAdmit(ReadOnlySpan<byte> digest16)
    {
        UInt128 digest = BinaryPrimitives.ReadUInt128LittleEndian(digest16);
        lock (_gate)
        {
            return _seen.Count < capacity && _seen.Add(digest);
        }
    }
}
