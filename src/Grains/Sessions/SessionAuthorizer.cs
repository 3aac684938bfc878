using System.Buffers.Text;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Protocol.Handshake;

namespace Sws.Grains.Sessions;

/// <summary>Decides who may enter a hub, as whom, and with what permissions.</summary>
internal sealed class SessionAuthorizer(HubCatalog hubs, ClientVerifier verifier)
{
    public Authorization Authorize(string hubName, ClientIdentity identity)
    {
        if (!hubs.TryGet(hubName, out Hub? hub))
        {
            return Authorization.Refused(CloseReason.NotAuthorized);
        }

        // :: Step 1: the version that was negotiated must be one that the hub allows.
        SwsVersions version = identity.Version == 1 ? SwsVersions.V1 : SwsVersions.V2;
        if (!hub.Versions.HasFlag(version))
        {
            return Authorization.Refused(CloseReason.HandshakeVersionRefused);
        }

        // :: Step 2: the key, and the certificate where the hub asks for one.
        ClientVerdict verdict = verifier.Verify(hub, identity);
        if (verdict.Refusal is { } refusal)
        {
            return Authorization.Refused(refusal);
        }

        // :: Step 3: user id and permissions.
        string? userId = UserId(hub, identity, verdict.Certificate);
        return userId is null
            ? Authorization.Refused(CloseReason.NotAuthorized)
            : new Authorization(null, hub, userId, Permissions(hub));
    }

    private static string? UserId(Hub hub, ClientIdentity identity, Certificate? certificate) => hub.UserId switch
    {
        UserIdSource.CertificateName => certificate?.Names.Count > 0 ? certificate.Names[0] : null,
        UserIdSource.CertificateGid => certificate?.Gid,
        _ => Base64Url.EncodeToString(identity.PublicKey),
    };

    private static PermissionSet Permissions(Hub hub) => new(
        hub.Permissions.SelectMany(rule => rule.Allow),
        hub.Permissions.SelectMany(rule => rule.Deny));
}
