namespace Sws.Protocol.Handshake;

/// <summary>A set of SWS versions.</summary>
[Flags]
public enum SwsVersions
{
    /// <summary>No version.</summary>
    None = 0,

    /// <summary>Version 1: keys only. The client knows the server only if it pins its key.</summary>
    V1 = 1,

    /// <summary>Version 2: the server shows a certificate, and the client too when asked.</summary>
    V2 = 2,
}
