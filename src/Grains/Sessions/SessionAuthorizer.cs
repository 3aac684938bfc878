using System.Buffers.Text;
using System.Net;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Protocol.Handshake;

namespace Sws.Grains.Sessions;

/// <summary>Decides who may enter a hub, as whom, and with what permissions.</summary>
internal sealed class SessionAuthorizer(HubCatalog hubs, ClientTrust trust, TimeProvider time)
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

        // :: Step 2: the certificate, where the hub asks for one.
        Certificate? certificate = null;
        if (hub.RequireCertificate)
        {
            CertificateError error = Check(hub, identity, out certificate);
            if (error != CertificateError.None)
            {
                return Authorization.Refused(error.ToCloseReason());
            }
        }

        // :: Step 3: user id and permissions.
        string? userId = UserId(hub, identity, certificate);
        return userId is null
            ? Authorization.Refused(CloseReason.NotAuthorized)
            : new Authorization(null, hub, userId, Permissions(hub));
    }

    private CertificateError Check(Hub hub, ClientIdentity identity, out Certificate? certificate)
    {
        certificate = null;
        if (identity.CertificateJson.Length == 0)
        {
            return CertificateError.Missing;
        }

        if (!Certificate.TryParse(identity.CertificateJson, out certificate, out CertificateError error))
        {
            return error;
        }

        error = trust.Store.VerifyEndEntity(certificate!, time.GetUtcNow());
        if (error != CertificateError.None)
        {
            return error;
        }

        if (!CertificateMatch.PublicKey(certificate!, identity.PublicKey))
        {
            return CertificateError.KeyMismatch;
        }

        return hub.AddressCheck == AddressCheck.Strict && !CertificateMatch.Address(certificate!, new IPAddress(identity.RemoteAddress))
            ? CertificateError.AddressMismatch
            : CertificateError.None;
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
