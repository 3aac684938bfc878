using System.Buffers;
using System.Net;

namespace Sws.Protocol.Certificates;

/// <summary>Whether a verified certificate is about this peer. Names and addresses are compared as such, never as patterns.</summary>
public static class CertificateMatch
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Whether a name in the certificate is the host's, or that of a domain the host is in; ASCII case does not matter.</summary>
    /// <param name="certificate">A verified certificate.</param>
    /// <param name="host">A host name; an IP address matches no name, see <see cref="Address"/>.</param>
    public static bool Name(Certificate certificate, string host)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(host);
        if (host.Length == 0 || IPAddress.TryParse(host, out _))
        {
            return false;
        }

        var folded = AsciiText.Fold(host);
        foreach (var name in certificate.Names)
        {
            var rest = folded.Length - name.Length;
            if (name.Length > 0
                && folded.EndsWith(AsciiText.Fold(name), StringComparison.Ordinal)
                && (rest == 0 || folded[rest - 1] == '.'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an address in the certificate is the peer's, whatever way either is written.</summary>
    /// <param name="certificate">A verified certificate.</param>
    /// <param name="address">The peer's; an IPv4 address mapped into IPv6 (as dual-stack listeners report) counts as IPv4.</param>
    public static bool Address(Certificate certificate, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(address);
        var wanted = Unmapped(address).GetAddressBytes();
        foreach (var entry in certificate.Ips)
        {
            if (TryParseAddress(entry, out var certified) && certified.GetAddressBytes().AsSpan().SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the certificate is over exactly that key.</summary>
    /// <param name="certificate">A verified certificate.</param>
    /// <param name="publicKey">32 bytes.</param>
    public static bool PublicKey(Certificate certificate, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.PublicKey.Span.SequenceEqual(publicKey);
    }

    /// <summary>Whether an entry of a certificate is an address at all; one that is not matches nothing.</summary>
    public static bool IsAddress(string entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return TryParseAddress(entry, out _);
    }

    /// <summary>Parses an address in its usual notation; none of the old ones (octal, fewer than four parts), no zone, no port.</summary>
    internal static bool TryParseAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.AsSpan().ContainsAnyExcept(AddressCharacters) || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        // "1" and "010.0.0.1" parse too, as 0.0.0.1 and 8.0.0.1.
        if (!text.Contains(':', StringComparison.Ordinal) && parsed.ToString() != text)
        {
            return false;
        }

        address = Unmapped(parsed);
        return true;
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
