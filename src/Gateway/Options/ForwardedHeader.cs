namespace Sws.Gateway.Options;

/// <summary>
/// The header of the upgrade request in which trusted proxies say whom they speak for. One only: a proxy that writes the one
/// passes the other on as the client wrote it.
/// </summary>
internal enum ForwardedHeader
{
    /// <summary>None.</summary>
    Off,

    /// <summary><c>X-Forwarded-For</c>.</summary>
    XForwardedFor,

    /// <summary><c>Forwarded</c> (RFC 7239).</summary>
    Forwarded,
}
