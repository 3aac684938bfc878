namespace Sws.Grains.Hubs;

/// <summary>The roles a permission rule can name. Those of <see cref="WithPattern"/> may carry a <see cref="GroupPattern"/> behind a dot.</summary>
public static class Roles
{
    /// <summary>Join and leave any group, or those that match the pattern behind it.</summary>
    public const string JoinLeaveGroup = "webpubsub.joinLeaveGroup";

    /// <summary>Publish to any group, or to those that match the pattern behind it.</summary>
    public const string SendToGroup = "webpubsub.sendToGroup";

    /// <summary>Send to any user, or to those whose id matches the pattern behind it.</summary>
    public const string SendToUser = "sendToUser";

    /// <summary>Send to single connections.</summary>
    public const string SendToConnection = "sendToConnection";

    /// <summary>Invoke the hub's handler and other clients: the three below in one.</summary>
    public const string Invoke = "invoke";

    /// <summary>Invoke the hub's handler with any event, or with those whose name matches the pattern behind it.</summary>
    public const string InvokeEvent = "invoke.event";

    /// <summary>Invoke the clients of any user, or of those whose id matches the pattern behind it.</summary>
    public const string InvokeUser = "invoke.user";

    /// <summary>Invoke the clients of single connections.</summary>
    public const string InvokeConnection = "invoke.connection";

    /// <summary>Everything that can be allowed.</summary>
    public static IReadOnlyList<string> All { get; } = [JoinLeaveGroup, SendToGroup, SendToUser, SendToConnection, Invoke];

    /// <summary>All roles, without patterns.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. All, InvokeEvent, InvokeUser, InvokeConnection];

    /// <summary>The roles that may carry a pattern.</summary>
    public static IReadOnlyList<string> WithPattern { get; } = [JoinLeaveGroup, SendToGroup, SendToUser, InvokeEvent, InvokeUser];

    /// <summary>The actions a role without a pattern is about; none for a text that is no role.</summary>
    internal static ReadOnlySpan<PolicyAction> ActionsOf(string role) => role switch
    {
        JoinLeaveGroup => [PolicyAction.JoinGroup],
        SendToGroup => [PolicyAction.SendToGroup],
        SendToUser => [PolicyAction.SendToUser],
        SendToConnection => [PolicyAction.SendToConnection],
        Invoke => [PolicyAction.InvokeEvent, PolicyAction.InvokeUser, PolicyAction.InvokeConnection],
        InvokeEvent => [PolicyAction.InvokeEvent],
        InvokeUser => [PolicyAction.InvokeUser],
        InvokeConnection => [PolicyAction.InvokeConnection],
        _ => [],
    };
}
