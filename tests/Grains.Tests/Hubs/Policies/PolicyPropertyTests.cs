using CsCheck;
using Sws.Grains.Hubs;

namespace Sws.Grains.Tests.Hubs.Policies;

/// <summary>What holds for all rules, names and identities.</summary>
public class PolicyPropertyTests
{
    private static readonly Gen<string> Segment = OneOf("a", "b", "", "{userId}", "{gid}", "{name}", "x-{userId}", "{gid}{name}");
    private static readonly Gen<string> PatternSegment = Gen.Frequency((3, Segment), (1, Gen.Const("*")), (1, Gen.Const("**")));
    private static readonly Gen<string> Pattern = PatternSegment.Array[1, 5].Select(parts => string.Join('.', parts)).Where(text => text.Length > 0);
    private static readonly Gen<string> Role = Gen.Select(
        OneOf("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup", "sendToUser", "invoke.event", "invoke.user"),
        Gen.Frequency((4, Pattern), (1, Gen.Const(""))),
        (role, pattern) => pattern.Length == 0 ? role : $"{role}.{pattern}");

    /// <summary>Values made of what patterns are made of.</summary>
    private static readonly Gen<string> Value = OneOf("a", "b", "*", "**", ".", "..", "a.b", "*.b", "**.a", "{", "{gid}", "a.*.b", "x-a");
    private static readonly Gen<string> Name = OneOf("a", "b", "", "*", "**", "x-a", "{gid}").Array[1, 5].Select(parts => string.Join('.', parts));
    private static readonly Gen<PlaceholderValues> Values = Gen.Select(Value, Value, Value, (user, gid, name) => new PlaceholderValues(user, gid, name));
    private static readonly Gen<PolicyAction> Action = OneOf(
        PolicyAction.JoinGroup, PolicyAction.SendToGroup, PolicyAction.SendToUser, PolicyAction.InvokeEvent, PolicyAction.InvokeUser);

    private static readonly Gen<PermissionRule> Rule =
        Gen.Select(Role.Array[0, 3], Role.Array[0, 2], (allow, deny) => new PermissionRule(allow, deny));

    [Fact]
    public void Deny_AnywhereInTheRules_AlwaysWins() =>
        Gen.Select(Rule.Array[0, 4], Gen.Int[0, 4], Role, Values, Action, Name).Sample((rules, place, denied, values, action, name) =>
        {
            PermissionRule deny = new([], [denied]);
            int index = Math.Min(place, rules.Length);
            bool isDenied = Entry(denied, isDeny: true).Applies(action, name, values);

            Assert.True(!isDenied || !Decide([.. rules[..index], deny, .. rules[index..]], values, action, name).Allowed);
            Assert.True(!isDenied || !new PermissionSet(Entries(rules), Entries([deny]), values).Allows(action, name));
        });

    [Fact]
    public void Rules_InAnyOrder_DecideAlike() =>
        Gen.Select(Rule.Array[0, 5], Values, Action, Name).Sample((rules, values, action, name) =>
            Assert.Equal(Decide(rules, values, action, name).Allowed, Decide([.. rules.Reverse()], values, action, name).Allowed));

    [Fact]
    public void Allow_Added_NeverTakesAnythingAway() =>
        Gen.Select(Rule.Array[0, 4], Role.Array[1, 3], Values, Action, Name).Sample((rules, allow, values, action, name) =>
            Assert.True(!Decide(rules, values, action, name).Allowed || Decide([.. rules, new PermissionRule(allow, [])], values, action, name).Allowed));

    [Fact]
    public void Deny_Added_NeverGivesAnything() =>
        Gen.Select(Rule.Array[0, 4], Role.Array[1, 3], Values, Action, Name).Sample((rules, deny, values, action, name) =>
            Assert.True(Decide(rules, values, action, name).Allowed || !Decide([.. rules, new PermissionRule([], deny)], values, action, name).Allowed));

    /// <summary>
    /// A name that matches holds the value, as text, where the placeholder stands: with a fresh value without any special
    /// character put in both places, it still matches.
    /// </summary>
    [Fact]
    public void Value_OfAPlaceholder_IsTextAndNeverWidens()
    {
        int matches = 0;
        Gen.Select(Pattern.Where(text => text.Split("{userId}").Length == 2 && !text.Contains("{gid}") && !text.Contains("{name}")), Value, Name, Gen.Bool).Sample(
            (pattern, value, other, inside) =>
            {
                // Half of the names have the value in them, so that many match.
                string name = inside ? pattern.Replace("{userId}", value).Replace("**", other).Replace("*", "a") : other;
                if (!Parse(pattern).Matches(name, new PlaceholderValues(value, null, null)))
                {
                    return;
                }

                Interlocked.Increment(ref matches);
                IEnumerable<string> exchanged = Occurrences(name, value).Select(at => name[..at] + "FRESH" + name[(at + value.Length)..]);
                Assert.Contains(exchanged, text => Parse(pattern).Matches(text, new PlaceholderValues("FRESH", null, null)));
            },
            iter: 5000);
        Assert.True(matches > 500, $"Only {matches} names matched.");
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static IEnumerable<int> Occurrences(string text, string value) =>
        Enumerable.Range(0, text.Length - value.Length + 1).Where(at => text.AsSpan(at).StartsWith(value, StringComparison.Ordinal));

    private static PolicyDecision Decide(IReadOnlyList<PermissionRule> rules, PlaceholderValues values, PolicyAction action, string name) =>
        new PermissionSet(Entries(rules), PermissionEntries.None, values).Decide(action, name);

    private static PermissionEntries Entries(IReadOnlyList<PermissionRule> rules) => new(
        rules.SelectMany(rule => rule.Allow.Select(role => Entry(role, isDeny: false)).Concat(rule.Deny.Select(role => Entry(role, isDeny: true)))));

    private static PermissionEntry Entry(string role, bool isDeny)
    {
        Assert.True(PermissionEntry.TryParse("rule", role, isDeny, out PermissionEntry? entry), role);
        return entry;
    }

    private static GroupPattern Parse(string text)
    {
        Assert.True(GroupPattern.TryParse(text, out GroupPattern? pattern), text);
        return pattern;
    }
}
