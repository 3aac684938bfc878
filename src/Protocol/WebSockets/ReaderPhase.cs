namespace Sws.Protocol.WebSockets;

/// <summary>Where a <see cref="MessageReader"/> is in its life.</summary>
internal enum ReaderPhase : byte
{
    Reading,

    /// <summary>The peer's close frame was read; nothing after it counts.</summary>
    PeerClosed,

    Failed,

    Disposed,
}
