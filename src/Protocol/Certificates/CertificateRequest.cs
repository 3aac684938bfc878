namespace Sws.Protocol.Certificates;

/// <summary>What an authority is asked to certify. Whoever passes one on has made sure that the asker holds the secret key.</summary>
/// <param name="PublicKey">32 bytes, X25519.</param>
/// <param name="Names">Host or device names: letters, digits, <c>-</c> and <c>_</c>, in parts separated by dots.</param>
/// <param name="Ips">IP addresses in their usual notation.</param>
/// <param name="Macs">MAC addresses, for example <c>02:00:5e:10:00:01</c>.</param>
/// <param name="Gid">An id for the certificate; null makes a random UUID.</param>
/// <param name="NotAfter">The moment from which it is invalid; no later than the authority's.</param>
public sealed record CertificateRequest(
    ReadOnlyMemory<byte> PublicKey,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Ips,
    IReadOnlyList<string> Macs,
    string? Gid,
    DateTimeOffset NotAfter);
