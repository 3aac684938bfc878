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
    /// <param name="lines">The header's lines in the order they came.</param>
    /// <param name="kind">Which header it is.</param>
    /// <param name="settings">Who is trusted.</param>
    /// <returns>
    /// The client; the left-most address when all are trusted; null when a trusted proxy wrote something that is no address,
    /// or added to a line that is malformed: then nobody can tell what it wrote.
    /// </returns>
    public static IPAddress? FindClient(IReadOnlyList<string> lines, ForwardedHeader kind, ProxySettings settings)
    {
        IPAddress? address = null;
        for (int index = lines.Count - 1; index >= 0; index--)
        {
            ReadOnlySpan<char> line = lines[index];
            if (!TrySplit(line, kind, out List<Range> nodes))
            {
                return null;
            }

            for (int node = nodes.Count - 1; node >= 0; node--)
            {
                if (!TryParseNode(line[nodes[node]].Trim(" \t"), out IPAddress parsed))
                {
                    return null;
                }

                address = parsed;
                if (!settings.IsProxy(address))
                {
                    return address;
                }
            }
        }

        return address;
    }

    private static bool TrySplit(ReadOnlySpan<char> line, ForwardedHeader kind, out List<Range> nodes)
    {
        if (kind == ForwardedHeader.Forwarded)
        {
            return ForwardedLine.TryParse(line, out nodes);
        }

        // No quotes here: each comma separates. The request head bounds their number.
        nodes = [];
        foreach (Range part in line.Split(','))
        {
            nodes.Add(part);
        }

        return true;
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
