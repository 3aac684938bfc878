using System.Text;
using Sws.Gateway.Options;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Gateway.Hosting;

/// <summary>Loads authorities and keys from the configured files, and makes an authority on the first start of the embedded default.</summary>
internal static class EmbeddedPki
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    /// <summary>The authority that certifies this cluster's edges, with its signing key.</summary>
    /// <exception cref="StartupException">The file cannot be used.</exception>
    public static CertificateAuthority LoadAuthority(GatewaySettings settings, TimeProvider time)
    {
        if (settings.Trust.CaKeyFile is { } configured)
        {
            return ReadAuthority("Trust:CaKeyFile", configured);
        }

        string directory = DataDirectory.Ensure(Path.Combine(DataDirectory.Ensure(settings.DataDirectory), "pki"));
        string keyFile = Path.Combine(directory, "ca.key");
        if (File.Exists(keyFile))
        {
            return ReadAuthority("Gateway:DataDirectory", keyFile);
        }

        CertificateAuthority authority = CertificateAuthority.Create("sws-gateway", time.GetUtcNow(), Validity);
        DataDirectory.Write(Path.Combine(directory, "ca.cert"), Encoding.UTF8.GetBytes(authority.Certificate.ToJson()), isSecret: false);
        DataDirectory.Write(keyFile, authority.ToKeyFile(), isSecret: true);
        return authority;
    }

    /// <summary>The authorities whose client certificates are accepted.</summary>
    /// <exception cref="StartupException">A file cannot be used.</exception>
    public static IReadOnlyList<Certificate> LoadTrust(GatewaySettings settings, CertificateAuthority? own)
    {
        List<Certificate> authorities = [];
        foreach (string path in settings.Trust.CaFiles)
        {
            if (!Certificate.TryParse(ReadFile("Trust:CaFiles", path), out Certificate? certificate, out CertificateError error)
                || (error = TrustStore.CheckAuthority(certificate!)) != CertificateError.None)
            {
                throw new StartupException($"Trust:CaFiles: {path} is not a usable CA certificate file ({error}); make one with 'cert ca new'.");
            }

            authorities.Add(certificate!);
        }

        if (authorities.Count == 0 && own is not null)
        {
            authorities.Add(own.Certificate);
        }

        return authorities;
    }

    /// <summary>The version 1 key that clients pin, or null.</summary>
    /// <exception cref="StartupException">The file cannot be used.</exception>
    public static BoxKeyPair? LoadStaticKey(GatewaySettings settings)
    {
        if (settings.Trust.StaticServerKeyFile is not { } path)
        {
            return null;
        }

        return KeyPairFile.TryRead(ReadFile("Trust:StaticServerKeyFile", path), out BoxKeyPair? pair)
            ? pair
            : throw new StartupException($"Trust:StaticServerKeyFile: {path} is not a key pair file; make one with 'cert key new'.");
    }

    private static CertificateAuthority ReadAuthority(string key, string path) =>
        CertificateAuthority.TryReadKeyFile(ReadFile(key, path), out CertificateAuthority? authority, out CertificateError error)
            ? authority!
            : throw new StartupException($"{key}: {path} is not a usable CA key file ({error}); make one with 'cert ca new'.");

    private static byte[] ReadFile(string key, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{key}: {path} cannot be read ({exception.Message}).");
        }
    }
}
