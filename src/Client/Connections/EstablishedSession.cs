using Sws.Protocol.Records;

namespace Sws.Client.Connections;

/// <summary>What a finished handshake leaves.</summary>
internal sealed record EstablishedSession(RecordSealer Sealer, RecordOpener Opener, ReadOnlyMemory<byte> ServerPublicKey);
