using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Proxies;

/// <summary>
/// The PROXY protocol, versions 1 and 2 (haproxy's <c>doc/proxy-protocol.txt</c>): what a proxy sends ahead of everything
/// else to say whom it speaks for. Exact: whatever the document does not allow is malformed.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>The longest header of version 1, its line end included (section 2.1).</summary>
    public const int MaxLineBytes = 107;

    /// <summary>The most bytes that may follow the first 16 of version 2: addresses and extensions. Those in use have some hundred.</summary>
    public const int MaxBodyBytes = 2048;

    private const int FixedBytes = 16;
    private const int IPv4Bytes = 12;
    private const int IPv6Bytes = 36;
    private const int UnixBytes = 216;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header.</summary>
    /// <param name="buffer">What was received so far.</param>
    /// <param name="length">Bytes of the header when it is complete.</param>
    /// <param name="source">
    /// The client, IPv4 unmapped; null when the proxy speaks for itself (a health check) or cannot name the client.
    /// </param>
    public static ProxyHeaderStatus TryParse(in ReadOnlySequence<byte> buffer, out int length, out IPEndPoint? source)
    {
        Span<byte> bytes = stackalloc byte[FixedBytes + MaxBodyBytes];
        int count = (int)Math.Min(buffer.Length, bytes.Length);
        buffer.Slice(0, count).CopyTo(bytes);
        return TryParseBytes(bytes[..count], out length, out source);
    }

    private static ProxyHeaderStatus TryParseBytes(ReadOnlySpan<byte> bytes, out int length, out IPEndPoint? source)
    {
        (length, source) = (0, null);
        if (StartsAlike(bytes, Signature))
        {
            return bytes.Length < FixedBytes ? ProxyHeaderStatus.Incomplete : TryParseBinary(bytes, out length, out source);
        }

        if (!StartsAlike(bytes, "PROXY "u8))
        {
            return ProxyHeaderStatus.Malformed;
        }

        int end = bytes[..Math.Min(bytes.Length, MaxLineBytes)].IndexOf("\r\n"u8);
        if (end < 0)
        {
            return bytes.Length < MaxLineBytes ? ProxyHeaderStatus.Incomplete : ProxyHeaderStatus.Malformed;
        }

        length = end + 2;
        Span<char> line = stackalloc char[MaxLineBytes];
        return TryParseLine(line[..Encoding.Latin1.GetChars(bytes[..end], line)], out source) ? ProxyHeaderStatus.Complete : ProxyHeaderStatus.Malformed;
    }

    private static bool StartsAlike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted) =>
        bytes[..Math.Min(bytes.Length, wanted.Length)].SequenceEqual(wanted[..Math.Min(bytes.Length, wanted.Length)]);

    /// <summary>Version 1: <c>PROXY TCP4 source destination sourceport destinationport</c>.</summary>
    private static bool TryParseLine(ReadOnlySpan<char> line, out IPEndPoint? source)
    {
        source = null;
        Span<Range> words = stackalloc Range[7];
        int count = line.Split(words, ' ');
        if (count >= 2 && line[words[1]] is "UNKNOWN")
        {
            // The rest of such a line is to be ignored (section 2.1).
            return true;
        }

        int? bytes = count != 6 ? null
            : line[words[1]] is "TCP4" ? 4
            : line[words[1]] is "TCP6" ? 16
            : null;
        if (bytes is null
            || !Networks.TryParseAddress(line[words[2]].ToString(), bytes, out IPAddress? address)
            || !Networks.TryParseAddress(line[words[3]].ToString(), bytes, out _)
            || !TryParsePort(line[words[4]], out int port)
            || !TryParsePort(line[words[5]], out _))
        {
            return false;
        }

        source = new IPEndPoint(address, port);
        return true;
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        if (text.Length is 0 or > 5 || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            port = (port * 10) + digit - '0';
        }

        return port <= IPEndPoint.MaxPort;
    }

    private static ProxyHeaderStatus TryParseBinary(ReadOnlySpan<byte> bytes, out int length, out IPEndPoint? source)
    {
        (length, source) = (0, null);
        int version = bytes[12] >> 4, command = bytes[12] & 0xF, family = bytes[13];
        int body = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        int addresses = family switch
        {
            0x00 => 0,
            0x11 => IPv4Bytes,
            0x21 => IPv6Bytes,
            0x31 => UnixBytes,
            _ => -1,
        };
        if (version != 2 || command > 1 || addresses < 0 || body < addresses || body > MaxBodyBytes)
        {
            return ProxyHeaderStatus.Malformed;
        }

        length = FixedBytes + body;
        if (bytes.Length < length)
        {
            return ProxyHeaderStatus.Incomplete;
        }

        ReadOnlySpan<byte> block = bytes[FixedBytes..length];
        if (!AreExtensions(block[addresses..]))
        {
            return ProxyHeaderStatus.Malformed;
        }

        if (command == 1 && addresses is IPv4Bytes or IPv6Bytes)
        {
            int size = addresses == IPv4Bytes ? 4 : 16;
            int port = BinaryPrimitives.ReadUInt16BigEndian(block[(2 * size)..]);
            source = new IPEndPoint(Networks.Unmap(new IPAddress(block[..size])), port);
        }

        return ProxyHeaderStatus.Complete;
    }

    /// <summary>Whether extensions follow one another to the end: type, two bytes of length, value (section 2.2).</summary>
    private static bool AreExtensions(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 3)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            if (rest.Length < 3 + size)
            {
                return false;
            }

            rest = rest[(3 + size)..];
        }

        return rest.IsEmpty;
    }
}
