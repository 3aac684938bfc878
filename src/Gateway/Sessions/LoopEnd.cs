using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>How serving a socket ended.</summary>
/// <param name="Reason">What to say in the close frame; null when there is nobody to say it to.</param>
/// <param name="PeerClosed">Whether the peer closed in good order: then its session is over, too.</param>
internal sealed record LoopEnd(CloseReason? Reason, bool PeerClosed)
{
    /// <summary>The socket was lost without a close frame.</summary>
    public static LoopEnd Lost { get; } = new(null, PeerClosed: false);

    /// <summary>The peer sent a close frame.</summary>
    public static LoopEnd ByPeer { get; } = new(CloseReason.Normal, PeerClosed: true);

    /// <summary>This side closes.</summary>
    public static LoopEnd ByUs(CloseReason reason) => new(reason, PeerClosed: false);
}
