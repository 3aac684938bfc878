using Sws.Grains.Hubs;

namespace Sws.Grains.Tests.Hubs;

public class PermissionSetTests
{
    [Fact]
    public void Allows_Empty_Nothing() => Assert.All(Roles.All, role => Assert.False(PermissionSet.Empty.Allows(role, "room")));

    [Fact]
    public void Allows_DeniedAndAllowed_DenyWins()
    {
        PermissionSet permissions = new(["invoke", "sendToUser"], ["invoke"]);

        Assert.False(permissions.Allows(Roles.Invoke));
        Assert.True(permissions.Allows(Roles.SendToUser));
    }

    [Fact]
    public void Allows_RoleWithPattern_OnlyMatchingGroups()
    {
        PermissionSet permissions = new(["webpubsub.sendToGroup.room.*"], []);

        Assert.True(permissions.Allows(Roles.SendToGroup, "room.1"));
        Assert.False(permissions.Allows(Roles.SendToGroup, "hall.1"));
        Assert.False(permissions.Allows(Roles.JoinLeaveGroup, "room.1"));
        Assert.False(permissions.Allows(Roles.SendToGroup));
    }

    [Fact]
    public void Allows_WholeRoleAllowedAndPatternDenied_AllButThePattern()
    {
        PermissionSet permissions = new(["webpubsub.joinLeaveGroup"], ["webpubsub.joinLeaveGroup.secret.**"]);

        Assert.True(permissions.Allows(Roles.JoinLeaveGroup, "open"));
        Assert.False(permissions.Allows(Roles.JoinLeaveGroup, "secret"));
        Assert.False(permissions.Allows(Roles.JoinLeaveGroup, "secret.a.b"));
    }

    [Fact]
    public void Allows_WholeRoleDenied_NoPatternHelps()
    {
        PermissionSet permissions = new(["webpubsub.sendToGroup.**"], ["webpubsub.sendToGroup"]);

        Assert.False(permissions.Allows(Roles.SendToGroup, "room"));
    }

    [Fact]
    public void Allows_RoleThatOnlyBeginsAlike_False()
    {
        PermissionSet permissions = new(["sendToUsers", "webpubsub.sendToGroupX.room"], []);

        Assert.False(permissions.Allows(Roles.SendToUser));
        Assert.False(permissions.Allows(Roles.SendToGroup, "room"));
    }
}
