using System.Net;
using Sws.Gateway.Options;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Proxies;

/// <summary>Finds the client in a forwarding header.</summary>
internal static class ForwardedList
{
    /// <summary>
    /// The right-most address that is no trusted proxy's: every proxy adds whom it was reached by at the end, so whatever
    /// stands left of that was written by the client, or by somebody nobody vouches for.
    /// </summary>
    /// <param name="header">The header's values, joined by commas in the order they came.</param>
    /// <param name="kind">Which header it is.</param>
    /// <param name="settings">Who is trusted.</param>
    /// <returns>
    /// The client; the left-most address when all are trusted; null when a trusted proxy wrote something that is no address.
    /// </returns>
    public static IPAddress? FindClient(string header, ForwardedHeader kind, ProxySettings settings)
    {
        ReadOnlySpan<char> rest = header;
        IPAddress? address = null;
        do
        {
            int comma = LastComma(rest, honourQuotes: kind == ForwardedHeader.Forwarded);
            ReadOnlySpan<char> element = rest[(comma + 1)..].Trim(" \t");
            if (!TryParseElement(element, kind, out IPAddress parsed))
            {
                return null;
            }

            address = parsed;
            if (!settings.IsProxy(address))
            {
                return address;
            }

            rest = comma < 0 ? [] : rest[..comma];
        }
        while (!rest.IsEmpty);

        return address;
    }

    private static int LastComma(ReadOnlySpan<char> text, bool honourQuotes)
    {
        if (!honourQuotes)
        {
            return text.LastIndexOf(',');
        }

        // From the left, since only so can be told what is inside quotes. The request head bounds the length.
        int last = -1;
        bool quoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '\\' when quoted:
                    index++;
                    break;
                case ',' when !quoted:
                    last = index;
                    break;
            }
        }

        return last;
    }

    private static bool TryParseElement(ReadOnlySpan<char> element, ForwardedHeader kind, out IPAddress address)
    {
        address = IPAddress.None;
        return kind == ForwardedHeader.XForwardedFor
            ? TryParseNode(element, out address)
            : TryFindFor(element, out ReadOnlySpan<char> node) && TryParseNode(node, out address);
    }

    /// <summary>The value of the one <c>for=</c> in an element of <c>Forwarded</c>.</summary>
    private static bool TryFindFor(ReadOnlySpan<char> element, out ReadOnlySpan<char> node)
    {
        node = [];
        bool found = false;
        foreach (Range range in element.Split(';'))
        {
            ReadOnlySpan<char> pair = element[range].Trim(" \t");
            if (!pair.StartsWith("for=", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (found)
            {
                return false;
            }

            found = true;
            node = pair[4..];
        }

        if (node.Length >= 2 && node[0] == '"' && node[^1] == '"')
        {
            node = node[1..^1];
        }

        return found;
    }

    /// <summary>An address, an address with a port, or an IPv6 address in brackets with or without one.</summary>
    private static bool TryParseNode(ReadOnlySpan<char> node, out IPAddress address)
    {
        address = IPAddress.None;
        ReadOnlySpan<char> port = [];
        if (node.StartsWith('['))
        {
            int close = node.IndexOf(']');
            if (close < 0)
            {
                return false;
            }

            port = node[(close + 1)..];
            node = node[1..close];
            if (!node.Contains(':'))
            {
                return false;
            }
        }
        else if (node.Count(':') == 1)
        {
            int colon = node.IndexOf(':');
            port = node[colon..];
            node = node[..colon];
        }

        bool portIsFine = port.IsEmpty || (port[0] == ':' && port.Length is >= 2 and <= 6 && port[1..].IndexOfAnyExceptInRange('0', '9') < 0);
        if (!portIsFine || !Networks.TryParseAddress(node.ToString(), null, out IPAddress? parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }
}
