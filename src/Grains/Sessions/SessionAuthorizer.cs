using System.Net;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <summary>Decides who may enter a hub, as whom, and with what permissions.</summary>
internal sealed class SessionAuthorizer(HubCatalog hubs, ClientVerifier verifier, TrustCache trust)
{
    /// <summary>The runtime grants that hold now.</summary>
    public GrantIndex Grants => trust.View?.Grants ?? GrantIndex.Empty;

    public Authorization Authorize(string hubName, ClientIdentity identity)
    {
        if (!hubs.TryGet(hubName, out Hub? hub))
        {
            return Authorization.Refused(CloseReason.NotAuthorized);
        }

        // :: Step 1: the key, and the certificate where the hub asks for one.
        ClientVerdict verdict = verifier.Verify(hub, identity);
        if (verdict.Refusal is { } untrusted)
        {
            return Authorization.Refused(untrusted);
        }

        // :: Step 2: may it enter, as whom, and what may it do?
        PolicyFacts facts = new(identity.PublicKey, identity.Version, Networks.Unmap(new IPAddress(identity.RemoteAddress)), verdict.Certificate);
        if (hub.Refuses(facts) is { } refusal)
        {
            return Authorization.Refused(refusal);
        }

        string userId = facts.UserIdBy(hub.UserId)!;
        GrantIndex grants = Grants;
        PermissionSet permissions = hub.Policy.Resolve(facts, userId, grants.For(hub.Name, userId, identity.PublicKey));
        return new Authorization(null, hub, userId, permissions, grants);
    }
}
