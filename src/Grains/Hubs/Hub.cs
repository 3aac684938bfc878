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

    /// <summary>What is kept of messages to users.</summary>
    public HubInbox Inbox { get; init; } = HubInbox.Off;

    /// <summary>Whether the hub needs the message log.</summary>
    public bool IsDurable => History.Mode == HistoryMode.Durable || Inbox.Mode == InboxMode.Durable;
}
