namespace Sws.Protocol.Handshake;

/// <summary>Fills a span with unpredictable bytes; tests replay recorded ones.</summary>
internal delegate void RandomFill(Span<byte> buffer);
