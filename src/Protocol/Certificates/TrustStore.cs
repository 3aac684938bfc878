using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>The authorities this side trusts. There are none but those it is given.</summary>
/// <remarks>
/// Immutable and thread safe. Several authorities may have the same name: during a roll-over the old and the new one do.
/// The reference validator is not a model here: it accepts a peer's self-signed certificate, signed with the peer's own key.
/// </remarks>
public sealed class TrustStore
{
    private readonly Dictionary<string, List<Certificate>> _byFoldedName = new(StringComparer.Ordinal);

    /// <summary>Trusts these authorities.</summary>
    /// <param name="authorities">Self-signed certificates; expired ones may be among them and verify nothing.</param>
    /// <exception cref="ArgumentException">One is not self-signed, has a wrong signature, or a published key.</exception>
    public TrustStore(IEnumerable<Certificate> authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        Authorities = [.. authorities];
        foreach (var authority in Authorities)
        {
            var error = CheckAuthority(authority);
            if (error != CertificateError.None)
            {
                throw new ArgumentException(
                    $"'{authority.Authority}' ({authority.Fingerprint}) is no authority to trust: {error}.", nameof(authorities));
            }

            var name = AsciiText.Fold(authority.Authority);
            if (!_byFoldedName.TryGetValue(name, out var sameName))
            {
                _byFoldedName.Add(name, sameName = []);
            }

            sameName.Add(authority);
        }
    }

    /// <summary>The trusted authorities, in the order given.</summary>
    public IReadOnlyList<Certificate> Authorities { get; }

    /// <summary>Whether a certificate can be an authority's: self-signed, its signature right, its key not a published one.</summary>
    /// <returns><c>None</c>, <c>WrongType</c>, <c>BadSignature</c> or <c>Revoked</c>; time is not looked at.</returns>
    public static CertificateError CheckAuthority(Certificate authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (authority.Type != CertificateType.SelfSigned)
        {
            return CertificateError.WrongType;
        }

        if (PublishedAuthorities.Contains(authority.PublicKey.Span))
        {
            return CertificateError.Revoked;
        }

        return SignedBy(authority, authority) ? CertificateError.None : CertificateError.BadSignature;
    }

    /// <summary>
    /// Verifies a peer's certificate: type, authority, signature, time. Whether it belongs to this peer is for
    /// <see cref="CertificateMatch"/>; whether it was revoked, for whoever keeps that list.
    /// </summary>
    /// <param name="certificate">As parsed.</param>
    /// <param name="now">The present moment.</param>
    /// <returns><see cref="CertificateError.None"/> when it can be trusted.</returns>
    public CertificateError VerifyEndEntity(Certificate certificate, DateTimeOffset now)
    {
        var error = FindSigners(certificate, out var signers);
        return error == CertificateError.None ? CheckTime(certificate, signers, now) : error;
    }

    /// <summary>
    /// The costly half of <see cref="VerifyEndEntity"/>: who signed it. The answer holds for as long as this store is used, so it may be
    /// kept; <see cref="CheckTime"/> must follow every time.
    /// </summary>
    /// <param name="certificate">As parsed.</param>
    /// <param name="signers">The authorities whose key signed it; the same key may have been certified twice.</param>
    /// <returns><c>None</c>, <c>WrongType</c>, <c>UnknownAuthority</c> or <c>BadSignature</c>.</returns>
    public CertificateError FindSigners(Certificate certificate, out IReadOnlyList<Certificate> signers)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        signers = [];
        if (certificate.Type != CertificateType.EndEntity)
        {
            return CertificateError.WrongType;
        }

        if (!_byFoldedName.TryGetValue(AsciiText.Fold(certificate.Authority), out var candidates))
        {
            return CertificateError.UnknownAuthority;
        }

        signers = candidates.FindAll(authority => SignedBy(certificate, authority));
        return signers.Count > 0 ? CertificateError.None : CertificateError.BadSignature;
    }

    /// <summary>The cheap half of <see cref="VerifyEndEntity"/>: whether a certificate is valid now.</summary>
    /// <param name="certificate">As parsed.</param>
    /// <param name="signers">From <see cref="FindSigners"/>; any that lives long enough will do.</param>
    /// <param name="now">The present moment.</param>
    /// <returns><c>None</c>, <c>Expired</c> or <c>OutlivesAuthority</c>.</returns>
    public static CertificateError CheckTime(Certificate certificate, IReadOnlyList<Certificate> signers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(signers);
        if (certificate.NotAfterMs <= now.ToUnixTimeMilliseconds())
        {
            return CertificateError.Expired;
        }

        return signers.Any(authority => certificate.NotAfterMs <= authority.NotAfterMs)
            ? CertificateError.None
            : CertificateError.OutlivesAuthority;
    }

    private static bool SignedBy(Certificate certificate, Certificate authority) =>
        Signing.Verify(certificate.SignedBytes.Span, certificate.Signature.Span, authority.PublicKey.Span);
}
