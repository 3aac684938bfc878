using System.Security.Cryptography;
using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>An authority: its self-signed certificate and the Ed25519 key that signs. The key is zeroed by <see cref="Dispose"/>.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly SigningKeyPair _keyPair;

    private CertificateAuthority(Certificate certificate, SigningKeyPair keyPair)
    {
        Certificate = certificate;
        _keyPair = keyPair;
    }

    /// <summary>What relying sides need to trust this authority.</summary>
    public Certificate Certificate { get; }

    /// <summary>Makes a new authority with a new key.</summary>
    /// <param name="name">Letters, digits, <c>-</c> and <c>_</c>, in parts separated by dots.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="validity">How long it may sign; longer than zero.</param>
    /// <exception cref="ArgumentException">The name or the validity is not allowed.</exception>
    public static CertificateAuthority Create(string name, DateTimeOffset now, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(validity, TimeSpan.Zero);
        if (!IsValidName(name))
        {
            throw new ArgumentException("The name of an authority is letters, digits, - and _ in parts separated by dots.", nameof(name));
        }

        var keyPair = SigningKeyPair.Generate();
        var certificate = Sign(CertificateDescription.Authority(name, keyPair.PublicKey, now, now + validity), keyPair);
        return new CertificateAuthority(certificate, keyPair);
    }

    /// <summary>Whether an authority, host or device may have this name.</summary>
    public static bool IsValidName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CertificateRules.IsName(name);
    }

    /// <summary>
    /// Reads a CA key file, <c>{"cert":…,"secretkey":[64 integers]}</c>, as <see cref="ToKeyFile"/> and the reference command write it.
    /// </summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="authority">The authority, or null; expired ones are read too.</param>
    /// <param name="error">Why not: malformed, not self-signed, wrong signature, another certificate's key, a published key.</param>
    public static bool TryReadKeyFile(ReadOnlySpan<byte> utf8Json, out CertificateAuthority? authority, out CertificateError error)
    {
        authority = null;
        error = CertificateError.Malformed;
        if (!CertificateReader.TryParseFile(utf8Json, out var root)
            || root!.Member("cert") is not { } cert
            || !CertificateReader.TryBytes(root.Member("secretkey"), Signing.SecretKeyBytes, out var secretKey))
        {
            return false;
        }

        error = CertificateReader.Read(cert, out var certificate);
        if (error == CertificateError.None)
        {
            error = TrustStore.CheckAuthority(certificate!);
        }

        if (error == CertificateError.None)
        {
            error = TryAssemble(certificate!, secretKey, out authority) ? CertificateError.None : CertificateError.KeyMismatch;
        }

        CryptographicOperations.ZeroMemory(secretKey);
        return error == CertificateError.None;
    }

    /// <summary>Says why <see cref="Issue"/> would refuse a request; each problem completes "Cannot certify this: …".</summary>
    public IReadOnlyList<string> FindProblems(CertificateRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. CertificateRules.FindProblems(request, Certificate, now)];
    }

    /// <summary>Signs an end certificate.</summary>
    /// <param name="request">What to certify.</param>
    /// <param name="now">The present moment; becomes the time of signing.</param>
    /// <exception cref="ArgumentException">The request has a problem; see <see cref="FindProblems"/>.</exception>
    /// <exception cref="ObjectDisposedException">The authority was disposed.</exception>
    public Certificate Issue(CertificateRequest request, DateTimeOffset now)
    {
        var problems = FindProblems(request, now);
        if (problems.Count > 0)
        {
            throw new ArgumentException($"Cannot certify this: {string.Join("; ", problems)}.", nameof(request));
        }

        return Sign(CertificateDescription.EndEntity(Certificate.Authority, request, now), _keyPair);
    }

    /// <summary>The CA key file. It holds the secret key: write it with mode 0600, and zero the array afterwards.</summary>
    public byte[] ToKeyFile()
    {
        var secretKey = new byte[Signing.SecretKeyBytes];
        _keyPair.CopySecretKey(secretKey);
        var before = Encoding.UTF8.GetBytes($"{{\"cert\":{Certificate.ToJson()},\"secretkey\":");
        var file = JsonBytes.Concat(before, secretKey, "}"u8);
        CryptographicOperations.ZeroMemory(secretKey);
        return file;
    }

    /// <summary>Zeroes the secret key.</summary>
    public void Dispose() => _keyPair.Dispose();

    /// <summary>The certificate's: nothing of the key.</summary>
    public override string ToString() => Certificate.ToString();

    private static bool TryAssemble(Certificate certificate, ReadOnlySpan<byte> secretKey, out CertificateAuthority? authority)
    {
        authority = null;
        if (!SigningKeyPair.TryFromSecretKey(secretKey, out var keyPair))
        {
            return false;
        }

        if (!CertificateMatch.PublicKey(certificate, keyPair!.PublicKey))
        {
            keyPair.Dispose();
            return false;
        }

        authority = new CertificateAuthority(certificate, keyPair);
        return true;
    }

    private static Certificate Sign(EcmaValue description, SigningKeyPair keyPair)
    {
        var signature = new byte[Signing.SignatureBytes];
        keyPair.Sign(EcmaWriter.ToUtf8(description), signature);
        var error = CertificateReader.Read(CertificateDescription.Signed(description, signature), out var certificate);
        return error == CertificateError.None
            ? certificate!
            : throw new InvalidOperationException($"A certificate made here is refused here: {error}.");
    }
}
