using System.Buffers.Text;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>What of a verified certificate is needed to watch over a live session: kept per session, so small.</summary>
public sealed class CertificateFacts
{
    internal CertificateFacts(Certificate certificate, IReadOnlyList<Certificate> signers)
    {
        Fingerprint = certificate.Fingerprint;
        Gid = certificate.Gid;
        SignedAtMs = certificate.SignedAtMs;
        NotAfterMs = certificate.NotAfterMs;
        SignerKey = Base64Url.EncodeToString(signers[0].PublicKey.Span);
    }

    /// <summary>Lower-case hexadecimal SHA-256 of its signed bytes.</summary>
    public string Fingerprint { get; }

    /// <summary>The id that its authority gave it, or null.</summary>
    public string? Gid { get; }

    /// <summary>When it was signed, in milliseconds since 1970.</summary>
    public long SignedAtMs { get; }

    /// <summary>The moment from which it is invalid, in milliseconds since 1970.</summary>
    public long NotAfterMs { get; }

    /// <summary>The public key of the authority that signed it, base64url. All of its signers have the same.</summary>
    public string SignerKey { get; }
}
