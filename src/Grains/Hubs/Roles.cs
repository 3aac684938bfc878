namespace Sws.Grains.Hubs;

/// <summary>The roles a permission rule can name. The first two may carry a group pattern behind a dot.</summary>
public static class Roles
{
    /// <summary>Join and leave any group, or those that match the pattern behind it.</summary>
    public const string JoinLeaveGroup = "webpubsub.joinLeaveGroup";

    /// <summary>Publish to any group, or to those that match the pattern behind it.</summary>
    public const string SendToGroup = "webpubsub.sendToGroup";

    /// <summary>Send to users.</summary>
    public const string SendToUser = "sendToUser";

    /// <summary>Send to single connections.</summary>
    public const string SendToConnection = "sendToConnection";

    /// <summary>Invoke the hub's handler and other clients.</summary>
    public const string Invoke = "invoke";

    /// <summary>All roles, without patterns.</summary>
    public static IReadOnlyList<string> All { get; } = [JoinLeaveGroup, SendToGroup, SendToUser, SendToConnection, Invoke];
}
