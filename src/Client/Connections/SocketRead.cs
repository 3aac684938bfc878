namespace Sws.Client.Connections;

/// <summary>What came from the socket: one whole message, or the end.</summary>
/// <param name="Kind">Text, binary, too big or closed.</param>
/// <param name="Payload">The message; valid until the next read.</param>
/// <param name="Status">How the connection ended, when it did.</param>
internal readonly record struct SocketRead(SocketReadKind Kind, Memory<byte> Payload, SwsCloseStatus? Status = null);
