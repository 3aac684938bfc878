using Sws.Grains.Hubs;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <summary>The verdict on a client: refused with a reason, or a user id and permissions.</summary>
internal readonly record struct Authorization(CloseReason? Refusal, Hub? Hub, string? UserId, PermissionSet Permissions)
{
    public static Authorization Refused(CloseReason reason) => new(reason, null, null, PermissionSet.Empty);
}
