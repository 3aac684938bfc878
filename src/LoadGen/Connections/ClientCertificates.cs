using System.Net;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.LoadGen.Connections;

/// <summary>Issues a certificate per connection, so that servers meet each for the first time.</summary>
internal sealed class ClientCertificates : IDisposable
{
    private static readonly string[] Names = ["loadgen"];
    private static readonly string[] Loopback = ["127.0.0.1", "::1"];
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private readonly CertificateAuthority _authority;
    private readonly IReadOnlyList<string> _addresses;
    private readonly TimeProvider _clock;

    private ClientCertificates(CertificateAuthority authority, IReadOnlyList<string> addresses, TimeProvider clock)
    {
        _authority = authority;
        _addresses = addresses;
        _clock = clock;
    }

    /// <summary>Reads an authority's key file. Certificates name the source addresses, or loopback.</summary>
    /// <exception cref="InvalidDataException">The file is not an authority's key file.</exception>
    public static ClientCertificates Read(string file, IReadOnlyList<IPAddress> sources, TimeProvider clock) =>
        CertificateAuthority.TryReadKeyFile(File.ReadAllBytes(file), out var authority, out _) && authority is not null
            ? new ClientCertificates(authority, sources.Count == 0 ? Loopback : [.. sources.Select(source => source.ToString())], clock)
            : throw new InvalidDataException("--ca-key: the file is not an authority's key file");

    /// <summary>The certificate of a public key, as JSON.</summary>
    public byte[] Issue(ReadOnlySpan<byte> publicKey)
    {
        var now = _clock.GetUtcNow();
        return Encoding.UTF8.GetBytes(_authority.Issue(new CertificateRequest(publicKey.ToArray(), Names, _addresses, [], null, now + Validity), now).ToJson());
    }

    /// <summary>Zeroes the authority's key.</summary>
    public void Dispose() => _authority.Dispose();
}
