namespace Sws.Protocol.WebSockets;

/// <summary>What the receiving side expects of the MASK bit.</summary>
public enum MaskRule : byte
{
    /// <summary>Every frame is masked (RFC 6455, section 5.1): a server whose peer is a browser, told by its <c>Origin</c> header.</summary>
    Required,

    /// <summary>Each frame may be masked or not: a server whose peer is a native SWS client; widespread ones do not mask data frames.</summary>
    Optional,

    /// <summary>No frame is masked (RFC 6455, section 5.1): a client reading from a server.</summary>
    Forbidden,
}
