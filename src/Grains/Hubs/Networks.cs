using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Sws.Grains.Hubs;

/// <summary>Lists of networks, as rules and the list of trusted proxies have them.</summary>
public static class Networks
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private const int V4Bytes = 4;

    /// <summary>Reads an address in its usual notation: none of the old ones (octal, fewer than four parts), no zone, no port.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">How long it must be as it is written, 4 or 16 bytes; null for either.</param>
    /// <param name="address">What was read; IPv4 unmapped.</param>
    public static bool TryParseAddress(string text, int? bytes, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.AsSpan().ContainsAnyExcept(AddressCharacters)
            || !IPAddress.TryParse(text, out IPAddress? parsed)
            || (bytes is not null && Length(parsed) != bytes)
            || (Length(parsed) == V4Bytes && parsed.ToString() != text))
        {
            return false;
        }

        address = Unmap(parsed);
        return true;
    }

    /// <summary>Reads an address or a network (<c>10.0.0.0/8</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="network">What was read; IPv4 unmapped.</param>
    /// <returns>False when it is neither, or has bits set behind its prefix.</returns>
    public static bool TryParse(string text, out IPNetwork network)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            // A mapped network (::ffff:10.0.0.0/104) would never match, since addresses are unmapped before they are compared;
            // one with bits behind its prefix (10.0.0.7/8) is larger than whoever wrote it may have meant.
            return IPNetwork.TryParse(text, out network)
                && !network.BaseAddress.IsIPv4MappedToIPv6
                && IPAddress.TryParse(text.AsSpan(0, slash), out IPAddress? given)
                && given.Equals(network.BaseAddress);
        }

        network = default;
        if (!IPAddress.TryParse(text, out IPAddress? address))
        {
            return false;
        }

        address = Unmap(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>Whether any network has an address in it.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="address">The address; an IPv4 address mapped into IPv6 counts as IPv4.</param>
    public static bool AnyContains(this IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(networks);
        address = Unmap(address);
        for (int index = 0; index < networks.Count; index++)
        {
            if (networks[index].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The IPv4 address of an address that has one mapped into it; else the address itself.</summary>
    /// <param name="address">The address.</param>
    public static IPAddress Unmap(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static int Length(IPAddress address) => address.GetAddressBytes().Length;
}
