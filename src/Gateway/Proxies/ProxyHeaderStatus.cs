namespace Sws.Gateway.Proxies;

/// <summary>What <see cref="ProxyHeader.TryParse"/> found.</summary>
internal enum ProxyHeaderStatus
{
    /// <summary>The beginning of a header; more bytes are needed.</summary>
    Incomplete,

    /// <summary>A whole header.</summary>
    Complete,

    /// <summary>No header, or one that breaks the rules.</summary>
    Malformed,
}
