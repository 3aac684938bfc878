using Sws.Protocol;
using Sws.Protocol.Handshake;

namespace Sws.Grains.Hubs;

/// <summary>One configured hub, checked and immutable.</summary>
/// <param name="Name">Name in the URL.</param>
/// <param name="Versions">SWS versions that clients may speak.</param>
/// <param name="RequireCertificate">Whether v2 clients must show a certificate. Implies that v1 is refused.</param>
/// <param name="Handler">Who receives events.</param>
/// <param name="UserId">What user ids are taken from.</param>
/// <param name="AddressCheck">Whether a certificate's addresses are checked.</param>
/// <param name="Permissions">What clients may do.</param>
public sealed record Hub(
    string Name,
    SwsVersions Versions,
    bool RequireCertificate,
    HubHandler Handler,
    UserIdSource UserId,
    AddressCheck AddressCheck,
    IReadOnlyList<PermissionRule> Permissions)
{
    /// <summary>What is kept of groups' messages.</summary>
    public HubHistory History { get; init; } = HubHistory.Off;

    /// <summary>What is kept for users; null where a message to a user reaches only the sessions that the user has.</summary>
    public HubInbox? Inbox { get; init; }

    /// <summary>Whether the hub needs the message log.</summary>
    public bool IsDurable => History.Mode == HistoryMode.Durable || Inbox is not null;

    /// <summary>What clients may do. Not to be replaced in a copy, which would keep the <see cref="Policy"/> of the original.</summary>
    public IReadOnlyList<PermissionRule> Permissions { get; } = Permissions;

    /// <summary>The rules, ready to be asked.</summary>
    public HubPolicy Policy { get; } = new(Permissions);

    /// <summary>Whether a client may enter. Its certificate, where it showed one, has been verified before.</summary>
    /// <param name="facts">What is proven about it.</param>
    /// <returns>Null when it may, else why not.</returns>
    public CloseReason? Refuses(PolicyFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!Versions.HasFlag(facts.Version == 1 ? SwsVersions.V1 : SwsVersions.V2))
        {
            return CloseReason.HandshakeVersionRefused;
        }

        if (RequireCertificate && facts.Certificate is null)
        {
            return CloseReason.CertificateMissing;
        }

        return facts.UserIdBy(UserId) is null ? CloseReason.NotAuthorized : null;
    }

    /// <summary>
    /// Whether a client may do something here, and by which rule: what sessions are held to, asked for one client and one
    /// action.
    /// </summary>
    /// <param name="facts">What is proven about the client.</param>
    /// <param name="grants">The runtime grants that apply to it.</param>
    /// <param name="action">The action.</param>
    /// <param name="target">What it is done to, where the action has a target.</param>
    public PolicyDecision Explain(PolicyFacts facts, PermissionEntries grants, PolicyAction action, string? target = null) =>
        Refuses(facts) is { } refusal
            ? new PolicyDecision(false, null, refusal)
            : Policy.Resolve(facts, facts.UserIdBy(UserId), grants).Decide(action, target);
}
