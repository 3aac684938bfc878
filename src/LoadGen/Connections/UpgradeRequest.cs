using System.Globalization;
using System.Text;
using Sws.Protocol.WebSockets;

namespace Sws.LoadGen.Connections;

/// <summary>The HTTP upgrade of RFC 6455, section 4, as a client. No Origin header: this is not a browser.</summary>
internal static class UpgradeRequest
{
    /// <summary>Longest answer accepted, in bytes: what common servers allow for request heads.</summary>
    public const int MaxAnswerBytes = 16 * 1024;

    private const int SwitchingProtocols = 101;

    /// <summary>The request's bytes.</summary>
    public static byte[] Write(ServerAddress server, string query, string key)
    {
        var target = query.Length == 0 ? server.PathAndQuery : server.PathAndQuery + (server.PathAndQuery.Contains('?') ? '&' : '?') + query;
        return Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n");
    }

    /// <summary>
    /// Reads the answer if it is there in full, and consumes it. Null and not done: more bytes are needed. Null and done: upgraded.
    /// </summary>
    public static string? ReadAnswer(ref ReceiveBuffer buffer, string key, out bool done)
    {
        var bytes = buffer.UnreadSpan;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        done = end >= 0;
        if (!done)
        {
            return bytes.Length > MaxAnswerBytes ? ConnectionError.UpgradeMalformed : null;
        }

        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        buffer.Consume(end + 4);
        var status = lines[0].Split(' ');
        if (status.Length < 2
            || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code is < 100 or > 599)
        {
            return ConnectionError.UpgradeMalformed;
        }

        if (code != SwitchingProtocols)
        {
            return ConnectionError.UpgradeStatus(code);
        }

        return Header(lines, "Sec-WebSocket-Accept") == UpgradeKey.Accept(key) ? null : ConnectionError.UpgradeMalformed;
    }

    private static string? Header(string[] lines, string name)
    {
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }
}
