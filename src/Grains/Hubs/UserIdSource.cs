namespace Sws.Grains.Hubs;

/// <summary>What a client's user id is taken from.</summary>
public enum UserIdSource
{
    /// <summary>The base64url form of the public key that the client proved.</summary>
    PublicKey,

    /// <summary>The first name in the client's certificate.</summary>
    CertificateName,

    /// <summary>The <c>gid</c> of the client's certificate.</summary>
    CertificateGid,
}
