using Sws.Protocol.Records;

namespace Sws.LoadGen.Connections;

/// <summary>The record keys of one connection, as the handshake made them.</summary>
/// <param name="Sealer">Client to server.</param>
/// <param name="Opener">Server to client.</param>
internal readonly record struct ConnectionKeys(RecordSealer Sealer, RecordOpener Opener);
