using System.Net;
using System.Net.Sockets;

namespace Sws.LoadGen.Commands;

/// <summary>The local addresses that connections are spread over: each gives another 28 000 or so ports to one server address, half of them fast.</summary>
internal static class SourceAddresses
{
    /// <summary>Most addresses of one range: a /24, which is 7 million ports.</summary>
    public const int MaxAddresses = 256;

    /// <summary>Parses "a,b,c-d": IPv4 or IPv6 addresses, and IPv4 ranges with both ends included.</summary>
    public static bool TryParse(string text, out IReadOnlyList<string> addresses)
    {
        var found = new List<string>();
        addresses = found;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (!IPAddress.TryParse(ends[0], out var first) || !IPAddress.TryParse(ends[^1], out var last) || !TryExpand(first, last, found))
            {
                return false;
            }
        }

        return found.Count is > 0 and <= MaxAddresses;
    }

    private static bool TryExpand(IPAddress first, IPAddress last, List<string> found)
    {
        if (first.Equals(last))
        {
            found.Add(first.ToString());
            return true;
        }

        if (first.AddressFamily != AddressFamily.InterNetwork || last.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        var (from, to) = (ToNumber(first), ToNumber(last));
        if (to < from || to - from >= MaxAddresses)
        {
            return false;
        }

        for (var number = from; number <= to; number++)
        {
            found.Add($"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}");
        }

        return true;
    }

    private static long ToNumber(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((long)bytes[0] << 24) | ((long)bytes[1] << 16) | ((long)bytes[2] << 8) | bytes[3];
    }
}
