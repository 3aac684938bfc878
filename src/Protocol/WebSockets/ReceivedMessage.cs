namespace Sws.Protocol.WebSockets;

/// <summary>
/// One whole message, or one control frame, unmasked. The payload lies in memory of the pipe or of the reader: it is valid, and may be
/// overwritten, until the next call of the reader or until the pipe is advanced.
/// </summary>
/// <param name="Opcode">Text, Binary, Close, Ping or Pong; never Continuation.</param>
/// <param name="Payload">The payload; valid UTF-8 when the opcode is Text.</param>
public readonly record struct ReceivedMessage(WebSocketOpcode Opcode, Memory<byte> Payload);
