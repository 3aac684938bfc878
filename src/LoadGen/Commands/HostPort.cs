using System.Globalization;

namespace Sws.LoadGen.Commands;

/// <summary>HOST:PORT, with an IPv6 address in brackets.</summary>
internal static class HostPort
{
    /// <summary>Splits the text. False when a part is missing or the port is not 0–65535.</summary>
    public static bool TryParse(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon].Trim('[', ']') : "";
        port = 0;
        return host.Length > 0
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= 65_535;
    }
}
