using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Who sends to the reader under test, with or without masks.</summary>
public enum Peer
{
    /// <summary>Masked frames to a server that requires masks.</summary>
    Browser,

    /// <summary>Masked frames to a server that leaves the choice.</summary>
    NativeMasked,

    /// <summary>Unmasked frames to a server that leaves the choice.</summary>
    NativeUnmasked,

    /// <summary>Unmasked frames to a client.</summary>
    Server,
}

internal static class Peers
{
    public static readonly Peer[] All = Enum.GetValues<Peer>();

    public static bool Masks(this Peer peer) => peer is Peer.Browser or Peer.NativeMasked;

    public static MaskRule Rule(this Peer peer) => peer switch
    {
        Peer.Browser => MaskRule.Required,
        Peer.Server => MaskRule.Forbidden,
        _ => MaskRule.Optional,
    };

    /// <summary>Every item with every peer, as rows of a theory.</summary>
    public static TheoryData<T, Peer> With<T>(IEnumerable<T> items)
    {
        var rows = new TheoryData<T, Peer>();
        foreach (var item in items)
        {
            foreach (var peer in All)
            {
                rows.Add(item, peer);
            }
        }
        return rows;
    }
}
