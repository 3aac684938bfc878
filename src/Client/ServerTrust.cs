using Sws.Client.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Client;

/// <summary>How a client decides that it talks to the right server.</summary>
public abstract class ServerTrust
{
    private protected ServerTrust()
    {
    }

    /// <summary>Accepts any server. Traffic is encrypted, but whoever answers can read it: for tests and trusted networks only.</summary>
    public static ServerTrust Insecure { get; } = new AnyServer();

    /// <summary>True when only a server certificate (SWS version 2) can satisfy this.</summary>
    internal abstract bool NeedsCertificate { get; }

    /// <summary>Accepts the server that holds exactly this box public key (32 bytes), in version 1 or 2. Needs a server with a static key.</summary>
    public static ServerTrust Pin(ReadOnlySpan<byte> publicKey) => new PinnedServer(publicKey);

    /// <summary>
    /// Accepts a server whose certificate one of these authorities issued, that is in its time of validity, that is for the key the
    /// server proved, and that names the host of the URL: a host name must be one of its names or below one, an IP address must be one
    /// of its addresses.
    /// </summary>
    /// <param name="authorities">Certificates of authorities (type <c>self</c>), at least one.</param>
    /// <param name="expectedHost">Name or IP address to find in the certificate instead of the URL's host.</param>
    public static ServerTrust CertificateAuthority(IEnumerable<Certificate> authorities, string? expectedHost = null)
        => new CertifiedServer(authorities, expectedHost);

    /// <summary>As <see cref="CertificateAuthority"/>, with the authority's certificate read from a file as nacl-cert and the gateway write it.</summary>
    /// <exception cref="InvalidDataException">The file is not a certificate.</exception>
    public static ServerTrust CertificateAuthorityFile(string path, string? expectedHost = null)
        => CertificateAuthority([CertificateFile.Read(path)], expectedHost);

    /// <summary>A verifier for one handshake with the server at <paramref name="url"/>.</summary>
    internal abstract ServerVerifier CreateVerifier(Uri url, TimeProvider time);
}
