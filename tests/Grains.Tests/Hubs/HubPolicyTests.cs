using Sws.Grains.Hubs;
using Sws.Grains.Tests.Hubs.Policies;

namespace Sws.Grains.Tests.Hubs;

public class HubPolicyTests
{
    private static readonly PermissionRule Everybody = new(["invoke"], []);
    private static readonly PermissionRule OwnGroup = new(["webpubsub.sendToGroup.{gid}"], []) { Match = new RuleMatch { Gids = ["*"] } };

    [Fact]
    public void Resolve_SameRulesWithoutPlaceholder_SharedSet()
    {
        HubPolicy policy = new([Everybody, OwnGroup]);

        Assert.Same(Resolve(policy, "guest"), Resolve(policy, "old"));
        Assert.Same(Resolve(policy, "guest"), Resolve(policy, "ops"));
    }

    [Fact]
    public void Resolve_Placeholder_SetOfItsOwn()
    {
        HubPolicy policy = new([Everybody, OwnGroup]);
        PermissionSet pump = Resolve(policy, "pump");
        PermissionSet gate = Resolve(policy, "gate");

        Assert.True(pump.Allows(PolicyAction.SendToGroup, "fleet-7"));
        Assert.False(gate.Allows(PolicyAction.SendToGroup, "fleet-7"));
        Assert.True(gate.Allows(PolicyAction.SendToGroup, "site-1"));
    }

    [Fact]
    public void Resolve_KnownCombination_AllocatesNothing()
    {
        HubPolicy policy = new([Everybody, OwnGroup]);
        PolicyFacts guest = Identities.All["guest"];
        PermissionSet first = policy.Resolve(guest, "guest", PermissionEntries.None);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = true;
        for (int round = 0; round < 1000; round++)
        {
            same &= ReferenceEquals(first, policy.Resolve(guest, "guest", PermissionEntries.None));
        }

        // A few bytes in all are the runtime's own.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
        Assert.True(same);
    }

    [Fact]
    public void Resolve_MoreCombinationsThanAreKept_StillRight()
    {
        // 11 rules, one for each bit of the first byte of the key and its neighbours: 2^11 combinations.
        IReadOnlyList<PermissionRule> rules = [.. Enumerable.Range(0, 11).Select(bit => new PermissionRule([$"sendToUser.{bit}"], [])
        {
            Match = new RuleMatch { PublicKeys = [.. Enumerable.Range(0, 2048).Where(key => (key >> bit & 1) == 1).Select(KeyText)] },
        })];
        HubPolicy policy = new(rules);

        for (int key = 0; key < 2048; key++)
        {
            PolicyFacts facts = new(KeyBytes(key), 2, System.Net.IPAddress.Loopback, null);
            PermissionSet set = policy.Resolve(facts, null, PermissionEntries.None);
            Assert.Equal((key & 1) == 1, set.Allows(PolicyAction.SendToUser, "0"));
            Assert.Equal((key >> 10 & 1) == 1, set.Allows(PolicyAction.SendToUser, "10"));
        }
    }

    [Fact]
    public void Create_UnknownRole_Throws() => Assert.Throws<ArgumentException>(() => new HubPolicy([new PermissionRule(["admin"], [])]));

    [Fact]
    public void Create_TooManyRules_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HubPolicy([.. Enumerable.Repeat(Everybody, HubPolicy.MaxRules + 1)]));

    [Theory]
    [InlineData("fleet-*", "fleet-", true)]
    [InlineData("fleet-*", "fleet", false)]
    [InlineData("*-7", "fleet-7", true)]
    [InlineData("*7*", "fleet-7", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXcYb", false)]
    [InlineData("fleet-7", "fleet-77", false)]
    [InlineData("**", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void TextPattern_Table_AsExpected(string pattern, string text, bool expected) => Assert.Equal(expected, TextPattern.Matches(pattern, text));

    private static PermissionSet Resolve(HubPolicy policy, string identity) => policy.Resolve(Identities.All[identity], identity, PermissionEntries.None);

    private static string KeyText(int key) => System.Buffers.Text.Base64Url.EncodeToString(KeyBytes(key));

    private static byte[] KeyBytes(int key) => [(byte)key, (byte)(key >> 8), .. new byte[30]];
}
