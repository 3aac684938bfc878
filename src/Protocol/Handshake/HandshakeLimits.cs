namespace Sws.Protocol.Handshake;

/// <summary>Bounds on what a peer may send before it is known.</summary>
public static class HandshakeLimits
{
    /// <summary>
    /// Bytes of one handshake message. The largest honest one, a ServerHello with a certificate, was measured at 2.5 KiB;
    /// 64 KiB leaves room for certificates with many names.
    /// </summary>
    public const int MaxTextBytes = 64 * 1024;

    /// <summary>Levels of nested JSON objects and arrays, the outermost counted as one. Honest messages have at most 4.</summary>
    public const int MaxJsonDepth = 8;

    /// <summary>
    /// Members of one JSON object. Honest objects have at most 10 (the description in a certificate); the bound keeps the search for
    /// duplicates cheap.
    /// </summary>
    public const int MaxJsonMembers = 32;
}
