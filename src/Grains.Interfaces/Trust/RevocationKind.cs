namespace Sws.Grains.Interfaces.Trust;

/// <summary>What a revocation is about. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.revocation-kind")]
public enum RevocationKind : byte
{
    /// <summary>One certificate, by its fingerprint in lower-case hexadecimal.</summary>
    Certificate = 0,

    /// <summary>Every certificate with this <c>gid</c>.</summary>
    Gid = 1,

    /// <summary>A client's public key, base64url; with or without a certificate, in either version.</summary>
    PublicKey = 2,

    /// <summary>Everything that an authority signed before a moment; the value is the authority's public key, base64url.</summary>
    IssuedBefore = 3,
}
