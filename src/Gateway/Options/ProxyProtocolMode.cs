namespace Sws.Gateway.Options;

/// <summary>Whether trusted proxies say in a PROXY protocol header whom they speak for.</summary>
internal enum ProxyProtocolMode
{
    /// <summary>They do not: such a header is a bad request from anybody.</summary>
    Off,

    /// <summary>They must: a connection from one of them without the header is refused.</summary>
    Required,
}
