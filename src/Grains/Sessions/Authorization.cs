using Sws.Grains.Hubs;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <summary>The verdict on a client: refused with a reason, or a user id and permissions.</summary>
/// <param name="Refusal">Why the client is refused; null when it is not.</param>
/// <param name="Hub">The hub that it may enter.</param>
/// <param name="UserId">As whom.</param>
/// <param name="Permissions">What it may do; nothing when it is refused.</param>
/// <param name="Grants">The runtime grants that this was decided with.</param>
internal readonly record struct Authorization(CloseReason? Refusal, Hub? Hub, string? UserId, PermissionSet Permissions, GrantIndex Grants)
{
    public static Authorization Refused(CloseReason reason) => new(reason, null, null, PermissionSet.Empty, GrantIndex.Empty);
}
