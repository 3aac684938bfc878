using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>Writes the HTTP answers of the SWS port.</summary>
internal static class UpgradeResponse
{
    /// <summary>Writes "101 Switching Protocols". Extensions are never accepted: compression before encryption leaks.</summary>
    public static void WriteAccept(PipeWriter output, string key, string? protocol)
    {
        string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + UpgradeKey.Accept(key)
            + (protocol is null ? "" : "\r\nSec-WebSocket-Protocol: " + protocol)
            + "\r\n\r\n";
        Write(output, text);
    }

    /// <summary>Writes a refusal with its line of text.</summary>
    public static void WriteRefusal(PipeWriter output, UpgradeRefusal refusal)
    {
        string upgrade = refusal.Status == UpgradeRefusal.UpgradeRequired.Status ? "Upgrade: websocket\r\nConnection: Upgrade, close\r\n" : "Connection: close\r\n";
        string retry = refusal.Status is 429 or 503 ? "Retry-After: 1\r\n" : "";
        Write(output, string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {refusal.Status} {refusal.Title}\r\n{upgrade}{retry}Content-Type: text/plain\r\nContent-Length: {refusal.Text.Length + 1}\r\n\r\n{refusal.Text}\n"));
    }

    private static void Write(PipeWriter output, string text)
    {
        Span<byte> span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
    }
}
