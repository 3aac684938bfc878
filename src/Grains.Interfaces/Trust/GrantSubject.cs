namespace Sws.Grains.Interfaces.Trust;

/// <summary>Whom a grant is about. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.grant-subject")]
public enum GrantSubject : byte
{
    /// <summary>All sessions of a user id.</summary>
    UserId = 0,

    /// <summary>All sessions of a client's public key, base64url.</summary>
    PublicKey = 1,
}
