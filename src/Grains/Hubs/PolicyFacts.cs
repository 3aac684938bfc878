using System.Buffers.Text;
using System.Net;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Hubs;

/// <summary>What is proven about a client, as far as rules ask for it.</summary>
/// <param name="PublicKey">The X25519 key it proved to hold, 32 bytes.</param>
/// <param name="Version">SWS version, 1 or 2.</param>
/// <param name="Address">Where it connects from, behind trusted proxies; IPv4 unmapped.</param>
/// <param name="Certificate">Its certificate when it was verified; null otherwise.</param>
public sealed record PolicyFacts(ReadOnlyMemory<byte> PublicKey, int Version, IPAddress Address, Certificate? Certificate)
{
    /// <summary>The user id that a hub gives this client; null when the certificate lacks what it is taken from.</summary>
    /// <param name="source">What the hub takes it from.</param>
    public string? UserIdBy(UserIdSource source) => source switch
    {
        UserIdSource.CertificateName => Certificate?.Names.Count > 0 ? Certificate.Names[0] : null,
        UserIdSource.CertificateGid => Certificate?.Gid is { Length: > 0 } gid ? gid : null,
        _ => Base64Url.EncodeToString(PublicKey.Span),
    };

    /// <summary>What placeholders stand for.</summary>
    /// <param name="userId">The client's user id.</param>
    internal PlaceholderValues Placeholders(string? userId) =>
        new(userId, Certificate?.Gid, Certificate?.Names.Count > 0 ? Certificate.Names[0] : null);
}
