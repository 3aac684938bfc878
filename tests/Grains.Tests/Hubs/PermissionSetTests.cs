using Sws.Grains.Hubs;

namespace Sws.Grains.Tests.Hubs;

public class PermissionSetTests
{
    [Fact]
    public void Allows_Empty_Nothing() =>
        Assert.All(Enum.GetValues<PolicyAction>().Except([PolicyAction.Connect]), action => Assert.False(PermissionSet.Empty.Allows(action, "room")));

    [Fact]
    public void Allows_DeniedAndAllowed_DenyWins()
    {
        PermissionSet permissions = Set(["invoke", "sendToUser"], ["invoke"]);

        Assert.False(permissions.Allows(PolicyAction.InvokeEvent, "order"));
        Assert.True(permissions.Allows(PolicyAction.SendToUser, "ann"));
    }

    [Fact]
    public void Allows_RoleWithPattern_OnlyMatchingGroups()
    {
        PermissionSet permissions = Set(["webpubsub.sendToGroup.room.*"], []);

        Assert.True(permissions.Allows(PolicyAction.SendToGroup, "room.1"));
        Assert.False(permissions.Allows(PolicyAction.SendToGroup, "hall.1"));
        Assert.False(permissions.Allows(PolicyAction.JoinGroup, "room.1"));
        Assert.False(permissions.Allows(PolicyAction.SendToGroup));
    }

    [Fact]
    public void Allows_WholeRoleAllowedAndPatternDenied_AllButThePattern()
    {
        PermissionSet permissions = Set(["webpubsub.joinLeaveGroup"], ["webpubsub.joinLeaveGroup.secret.**"]);

        Assert.True(permissions.Allows(PolicyAction.JoinGroup, "open"));
        Assert.False(permissions.Allows(PolicyAction.JoinGroup, "secret"));
        Assert.False(permissions.Allows(PolicyAction.JoinGroup, "secret.a.b"));
    }

    [Fact]
    public void Allows_WholeRoleDenied_NoPatternHelps() =>
        Assert.False(Set(["webpubsub.sendToGroup.**"], ["webpubsub.sendToGroup"]).Allows(PolicyAction.SendToGroup, "room"));

    [Fact]
    public void Allows_GrantAndRuleDisagree_DenyWinsEitherWay()
    {
        PermissionEntries allow = Entries(["invoke"], []);
        PermissionEntries deny = Entries([], ["invoke"]);

        Assert.False(new PermissionSet(allow, deny, default).Allows(PolicyAction.InvokeUser, "ann"));
        Assert.False(new PermissionSet(deny, allow, default).Allows(PolicyAction.InvokeUser, "ann"));
        Assert.True(new PermissionSet(PermissionEntries.None, allow, default).Allows(PolicyAction.InvokeUser, "ann"));
    }

    [Theory]
    [InlineData("invoke", true, true, true)]
    [InlineData("invoke.event", true, false, false)]
    [InlineData("invoke.event.x", true, false, false)]
    [InlineData("invoke.user.x", false, true, false)]
    [InlineData("invoke.user.y", false, false, false)]
    [InlineData("invoke.connection", false, false, true)]
    public void Allows_PartsOfInvoke_Apart(string role, bool handler, bool user, bool connection)
    {
        PermissionSet permissions = Set([role], []);

        Assert.Equal(
            (handler, user, connection),
            (permissions.Allows(PolicyAction.InvokeEvent, "x"), permissions.Allows(PolicyAction.InvokeUser, "x"), permissions.Allows(PolicyAction.InvokeConnection)));
    }

    [Theory]
    [InlineData("sendToUsers")]
    [InlineData("webpubsub.sendToGroupX.room")]
    [InlineData("webpubsub.sendToGroup.")]
    [InlineData("sendToConnection.x")]
    [InlineData("invoke.x")]
    [InlineData("invoke.connection.x")]
    [InlineData("SendToUser")]
    [InlineData("")]
    public void TryParse_NoRole_False(string role) => Assert.False(PermissionEntry.TryParse("rule", role, isDeny: false, out _));

    [Fact]
    public void Decide_AllowedDeniedAndNeither_EntryNamed()
    {
        PermissionSet permissions = Set(["webpubsub.sendToGroup.**"], ["webpubsub.sendToGroup.x"]);

        Assert.Equal("rule allows webpubsub.sendToGroup.**", permissions.Decide(PolicyAction.SendToGroup, "a").ToString());
        Assert.Equal("rule denies webpubsub.sendToGroup.x", permissions.Decide(PolicyAction.SendToGroup, "x").ToString());
        Assert.Equal("no rule allows it", permissions.Decide(PolicyAction.SendToConnection).ToString());
    }

    [Fact]
    public void Decide_ManyEntries_AllocatesNothing()
    {
        PermissionSet permissions = new(
            Entries(["webpubsub.sendToGroup.**.{name}", "sendToUser"], ["webpubsub.sendToGroup.{userId}.**"]), PermissionEntries.None, new("ann", null, "dev.x"));
        Assert.True(permissions.Allows(PolicyAction.SendToGroup, "a.b.c.dev.x"));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++)
        {
            permissions.Decide(PolicyAction.SendToGroup, "a.b.c.dev.x");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PermissionSet Set(string[] allow, string[] deny) => new(Entries(allow, deny), PermissionEntries.None, default);

    private static PermissionEntries Entries(string[] allow, string[] deny) =>
        new([.. deny.Select(role => Entry(role, isDeny: true)), .. allow.Select(role => Entry(role, isDeny: false))]);

    private static PermissionEntry Entry(string role, bool isDeny)
    {
        Assert.True(PermissionEntry.TryParse("rule", role, isDeny, out PermissionEntry? entry));
        return entry;
    }
}
