using System.Security.Cryptography;
using System.Text;
using Sws.Client.Trust;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Client;

/// <summary>
/// Who this client is: a box key pair, and for servers that ask for one a certificate of its public key. The gateway derives the
/// user id from it, and only the same key pair can recover a session, so keep one identity for as long as the user is the same.
/// </summary>
public sealed class ClientIdentity : IDisposable
{
    private ClientIdentity(BoxKeyPair keyPair, Certificate? certificate)
    {
        KeyPair = keyPair;
        Certificate = certificate;
        CertificateJson = certificate is null ? default : Encoding.UTF8.GetBytes(certificate.ToJson());
    }

    /// <summary>The box public key, 32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => KeyPair.PublicKey;

    /// <summary>The certificate shown to a version 2 server that requires one.</summary>
    public Certificate? Certificate { get; }

    internal BoxKeyPair KeyPair { get; }

    internal ReadOnlyMemory<byte> CertificateJson { get; }

    /// <summary>A fresh key pair without a certificate.</summary>
    public static ClientIdentity Generate() => new(BoxKeyPair.Generate(), null);

    /// <summary>A known key pair.</summary>
    /// <param name="secretKey">The box secret key, 32 bytes; copied.</param>
    /// <param name="certificate">A certificate (type <c>ca</c>) for the public key that belongs to it.</param>
    /// <exception cref="ArgumentException">The certificate is for another key, or is an authority's own.</exception>
    public static ClientIdentity FromSecretKey(ReadOnlySpan<byte> secretKey, Certificate? certificate = null)
        => Create(BoxKeyPair.FromSecretKey(secretKey), certificate);

    /// <summary>A key pair, and if there is one its certificate, from files as nacl-cert and the gateway's command line write them.</summary>
    /// <exception cref="InvalidDataException">A file does not hold what it should.</exception>
    /// <exception cref="ArgumentException">The certificate is for another key, or is an authority's own.</exception>
    public static ClientIdentity FromFiles(string keyPairFile, string? certificateFile = null)
    {
        var certificate = certificateFile is null ? null : CertificateFile.Read(certificateFile);
        var bytes = File.ReadAllBytes(keyPairFile);
        var read = KeyPairFile.TryRead(bytes, out var keyPair);
        CryptographicOperations.ZeroMemory(bytes);
        return read ? Create(keyPair!, certificate) : throw new InvalidDataException($"{keyPairFile} does not hold a box key pair.");
    }

    /// <summary>Releases and zeroes the secret key.</summary>
    public void Dispose() => KeyPair.Dispose();

    /// <summary>Says nothing about the keys.</summary>
    public override string ToString() => nameof(ClientIdentity);

    private static ClientIdentity Create(BoxKeyPair keyPair, Certificate? certificate)
    {
        if (certificate is not null && !IsFor(certificate, keyPair))
        {
            keyPair.Dispose();
            throw new ArgumentException("The certificate must be of type \"ca\" and for this key pair.", nameof(certificate));
        }

        return new ClientIdentity(keyPair, certificate);
    }

    private static bool IsFor(Certificate certificate, BoxKeyPair keyPair)
        => certificate.Type == CertificateType.EndEntity && CertificateMatch.PublicKey(certificate, keyPair.PublicKey);
}
