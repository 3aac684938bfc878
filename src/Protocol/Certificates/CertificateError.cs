namespace Sws.Protocol.Certificates;

/// <summary>Why a certificate is refused.</summary>
public enum CertificateError
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>Not a certificate: no JSON, a missing field, a wrong type of value, a duplicate key, or over a limit.</summary>
    Malformed,

    /// <summary>The type is unknown, or not the one wanted here (a peer's must be exactly <c>ca</c>).</summary>
    WrongType,

    /// <summary>No trusted authority has the name in the certificate.</summary>
    UnknownAuthority,

    /// <summary>The signature is not the authority's.</summary>
    BadSignature,

    /// <summary>The time to expire has come.</summary>
    Expired,

    /// <summary>The certificate would outlive its authority.</summary>
    OutlivesAuthority,

    /// <summary>The certified key is not the key the peer holds.</summary>
    KeyMismatch,

    /// <summary>The peer's address is not among the certified ones.</summary>
    AddressMismatch,

    /// <summary>The host's name is not among the certified ones.</summary>
    NameMismatch,

    /// <summary>The certificate or its key was revoked, or its secret key is public knowledge.</summary>
    Revoked,

    /// <summary>A certificate is required and there is none.</summary>
    Missing,
}
