using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Client.Trust;

/// <summary>A certificate from a trusted authority, for this key, this host and this time.</summary>
internal sealed class CertifiedServer : ServerTrust
{
    private readonly TrustStore _authorities;
    private readonly ServerHost? _expectedHost;

    public CertifiedServer(IEnumerable<Certificate> authorities, string? expectedHost)
    {
        var list = authorities.ToArray();
        if (list.Length == 0)
        {
            throw new ArgumentException("Name at least one certificate authority.", nameof(authorities));
        }

        if (list.Any(certificate => certificate.Type != CertificateType.SelfSigned))
        {
            throw new ArgumentException("An authority's own certificate has the type \"self\".", nameof(authorities));
        }

        _authorities = new TrustStore(list);
        _expectedHost = expectedHost is null ? null : ServerHost.Parse(expectedHost);
    }

    internal override bool NeedsCertificate => true;

    internal override ServerVerifier CreateVerifier(Uri url, TimeProvider time)
        => new Verifier(_authorities, _expectedHost ?? ServerHost.FromUrl(url), time);

    private sealed class Verifier(TrustStore authorities, ServerHost host, TimeProvider time) : ServerVerifier
    {
        protected override CloseReason? Judge(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
        {
            var error = Check(serverPublicKey, certificateJson);
            return error == CertificateError.None ? null : error.ToCloseReason();
        }

        private CertificateError Check(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
        {
            if (certificateJson.IsEmpty)
            {
                return CertificateError.Missing;
            }

            if (!Certificate.TryParse(certificateJson, out var certificate, out var error) || certificate is null)
            {
                return error;
            }

            error = authorities.VerifyEndEntity(certificate, time.GetUtcNow());
            if (error != CertificateError.None)
            {
                return error;
            }

            if (!CertificateMatch.PublicKey(certificate, serverPublicKey))
            {
                return CertificateError.KeyMismatch;
            }

            return host.IsNamedBy(certificate) ? CertificateError.None : CertificateError.NameMismatch;
        }
    }
}
