namespace Sws.Protocol.Tests.Handshake;

internal sealed record TranscriptText(string From, string Text);
