using System.Net;
using System.Net.Sockets;

namespace Sws.Gateway.Limits;

/// <summary>
/// A token bucket per address prefix (IPv4: /32, IPv6: /64, what one customer usually has), hashed into a table of fixed
/// size: a flood from many addresses costs no memory, at the price that strangers may share a bucket.
/// </summary>
internal sealed class AddressRateLimiter(AdmissionLimits limits, TimeProvider time)
{
    private const int Buckets = 1 << 14;

    private readonly (double Tokens, long Seen)[] _buckets = new (double, long)[Buckets];
    private readonly Lock _gate = new();

    /// <summary>Takes one token of the address's bucket.</summary>
    /// <returns>False when it is empty.</returns>
    public bool TryAcquire(IPAddress address)
    {
        // The node's own machine is where tests, probes and sidecars come from.
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        uint index = Prefix(address) % Buckets;
        long now = time.GetTimestamp();
        lock (_gate)
        {
            ref (double Tokens, long Seen) bucket = ref _buckets[index];
            double gained = bucket.Seen == 0 ? limits.ConnectionBurst : time.GetElapsedTime(bucket.Seen, now).TotalSeconds * limits.ConnectionsPerSecond;
            bucket = (Math.Min(limits.ConnectionBurst, bucket.Tokens + gained), now);
            if (bucket.Tokens < 1)
            {
                return false;
            }

            bucket.Tokens--;
            return true;
        }
    }

    private static uint Prefix(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        HashCode hash = default;
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetwork ? written : 8)]);
        return (uint)hash.ToHashCode();
    }
}
