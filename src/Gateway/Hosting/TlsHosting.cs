using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>TLS of the SWS port.</summary>
internal static class TlsHosting
{
    /// <summary>Speaks TLS, with the configured certificate and the intermediates that stand behind it in its file.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="tls">The files.</param>
    /// <param name="handshakeTimeout">How long the TLS handshake may take. What comes behind counts its own deadline from accept.</param>
    /// <exception cref="StartupException">The files cannot be used.</exception>
    public static void UseSwsTls(this ListenOptions listen, TlsSettings tls, TimeSpan handshakeTimeout)
    {
        HttpsConnectionAdapterOptions options = new() { HandshakeTimeout = handshakeTimeout };
        try
        {
            options.ServerCertificate = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);

            // The whole file, the server's own included: the chain that is sent is built from it, and what is not part of it is left out.
            options.ServerCertificateChain = [];
            options.ServerCertificateChain.ImportFromPemFile(tls.CertificateFile);
        }
        catch (CryptographicException exception)
        {
            throw new StartupException($"Gateway:TlsCertificateFile: the certificate and key cannot be used ({exception.Message}); both must be PEM and belong together.");
        }

        listen.UseHttps(options);
    }
}
