namespace Sws.Protocol.Tests.Handshake;

internal sealed record TranscriptRecord(string From, string Record);
