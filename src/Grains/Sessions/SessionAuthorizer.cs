using System.Net;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;

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

        // :: Step 1: the certificate, where the hub asks for one.
        Certificate? certificate = null;
        if (hub.RequireCertificate && identity.CertificateJson.Length > 0)
        {
            CertificateError error = Check(hub, identity, out certificate);
            if (error != CertificateError.None)
            {
                return Authorization.Refused(error.ToCloseReason());
            }
        }

        // :: Step 2: may it enter, as whom, and what may it do?
        PolicyFacts facts = new(identity.PublicKey, identity.Version, Networks.Unmap(new IPAddress(identity.RemoteAddress)), certificate);
        if (hub.Refuses(facts) is { } refusal)
        {
            return Authorization.Refused(refusal);
        }

        string userId = facts.UserIdBy(hub.UserId)!;
        return new Authorization(null, hub, userId, hub.Policy.Resolve(facts, userId, PermissionEntries.None));
    }

    private CertificateError Check(Hub hub, ClientIdentity identity, out Certificate? certificate)
    {
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
}
