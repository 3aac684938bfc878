namespace Sws.Protocol.WebSockets;

/// <summary>The frame opcodes of RFC 6455, section 5.2; all others are reserved.</summary>
public enum WebSocketOpcode : byte
{
    /// <summary>A further fragment of the message that is under way.</summary>
    Continuation = 0,

    /// <summary>A message of UTF-8 text, or its first fragment.</summary>
    Text = 1,

    /// <summary>A message of bytes, or its first fragment.</summary>
    Binary = 2,

    /// <summary>The last frame of a side.</summary>
    Close = 8,

    /// <summary>Asks for a pong with the same payload.</summary>
    Ping = 9,

    /// <summary>Answers a ping, or comes unasked as a heartbeat.</summary>
    Pong = 10,
}
