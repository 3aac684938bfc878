using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Tls;

/// <summary>The files of a gateway with TLS: a certificate for 127.0.0.1, with the authority between it and a root of the test's own.</summary>
internal sealed class TlsFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _root;

    public TlsFiles()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _root = Authority("CN=sws-test-root", rootKey).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using X509Certificate2 middleAlone = Authority("CN=sws-test-intermediate", middleKey).Create(_root, now.AddDays(-1), now.AddDays(1), [1]);
        using X509Certificate2 middle = middleAlone.CopyWithPrivateKey(middleKey);
        CertificateRequest request = new("CN=sws-test", leafKey, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = request.Create(middle, now.AddDays(-1), now.AddHours(12), [2]);

        File.WriteAllText(_folder.At("chain.pem"), leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n");
        File.WriteAllText(_folder.At("key.pem"), leafKey.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>What tells a gateway to use them.</summary>
    public IEnumerable<string> Settings => [$"--Gateway:TlsCertificateFile={_folder.At("chain.pem")}", $"--Gateway:TlsKeyFile={_folder.At("key.pem")}"];

    /// <summary>A client that trusts the root, knows of nothing else, and fetches nothing.</summary>
    public SslClientAuthenticationOptions Client
    {
        get
        {
            X509ChainPolicy policy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.Add(_root);
            return new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = policy };
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
