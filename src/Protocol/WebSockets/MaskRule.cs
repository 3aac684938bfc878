namespace Sws.Protocol.WebSockets;

/// <summary>What the receiving side expects of the MASK bit.</summary>
public enum MaskRule : byte
{
    /// <summary>Every frame is masked (RFC 6455, section 5.1): servers facing a browser, told by its <c>Origin</c> header.</summary>
    Required,

    /// <summary>Each frame may be masked or not: servers facing native SWS clients; widespread ones do not mask data frames.</summary>
    Optional,

    /// <summary>No frame is masked (RFC 6455, section 5.1): a client reading from a server.</summary>
    Forbidden,
}
