using System.Security.Cryptography;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>Key-pair files, <c>{"secretkey":[32 integers],"publickey":[32 integers]}</c>, as the reference command writes them.</summary>
public static class KeyPairFile
{
    /// <summary>Reads a key pair; false when the file is malformed or the two keys are no pair.</summary>
    /// <param name="utf8Json">The file; at most <see cref="CertificateLimits.MaxBytes"/>.</param>
    /// <param name="keyPair">The pair, or null. The caller disposes it.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8Json, out BoxKeyPair? keyPair)
    {
        keyPair = null;
        if (!CertificateReader.TryParseFile(utf8Json, out var root)
            || !CertificateReader.TryBytes(root!.Member("secretkey"), BoxKeyPair.KeyBytes, out var secretKey))
        {
            return false;
        }

        var pair = BoxKeyPair.FromSecretKey(secretKey);
        CryptographicOperations.ZeroMemory(secretKey);
        if (!CertificateReader.TryBytes(root.Member("publickey"), BoxKeyPair.KeyBytes, out var publicKey)
            || !pair.PublicKey.SequenceEqual(publicKey))
        {
            pair.Dispose();
            return false;
        }

        keyPair = pair;
        return true;
    }

    /// <summary>The file of a pair. It holds the secret key: write it with mode 0600, and zero the array afterwards.</summary>
    public static byte[] Write(BoxKeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        Span<byte> secretKey = stackalloc byte[BoxKeyPair.KeyBytes];
        keyPair.CopySecretKey(secretKey);
        var publicPart = JsonBytes.Concat(",\"publickey\":"u8, keyPair.PublicKey, "}"u8);
        var file = JsonBytes.Concat("""{"secretkey":"""u8, secretKey, publicPart);
        CryptographicOperations.ZeroMemory(secretKey);
        return file;
    }
}
