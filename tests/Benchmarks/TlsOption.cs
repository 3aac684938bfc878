using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sws.Benchmarks;

/// <summary>The certificate that bench/run.sh makes for all servers alike; none for a plaintext port.</summary>
/// <param name="CertificateFile">PEM.</param>
/// <param name="KeyFile">PEM.</param>
internal sealed record TlsOption(string CertificateFile, string KeyFile)
{
    public static void Apply(TlsOption? tls, ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (tls is not null)
        {
            // Through PKCS#12: a key read from PEM is ephemeral, which not every platform's TLS takes.
            using X509Certificate2 read = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
            listen.UseHttps(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), null));
        }
    }
}
