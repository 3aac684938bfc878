namespace Sws.Protocol.Certificates;

/// <summary>Bounds on certificates from peers. Those of the reference package are under 1 KiB, so none of these is ever near.</summary>
public static class CertificateLimits
{
    /// <summary>Bytes of a certificate or key file.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Nesting of the JSON; a certificate has 3 levels, a CA key file 4.</summary>
    public const int MaxDepth = 8;

    /// <summary>Entries in each of names, addresses and MAC addresses.</summary>
    public const int MaxEntries = 64;

    /// <summary>UTF-16 units of a name, an address or the id; a DNS name has at most 253.</summary>
    public const int MaxTextLength = 255;

    /// <summary>Milliseconds since 1970 of the last moment JavaScript's <c>Date</c> knows (ECMA-262 §21.4.1.1).</summary>
    public const long MaxTimeMs = 8_640_000_000_000_000;
}
