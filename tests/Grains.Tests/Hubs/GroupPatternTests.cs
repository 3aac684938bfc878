using Sws.Grains.Hubs;

namespace Sws.Grains.Tests.Hubs;

public class GroupPatternTests
{
    [Theory]
    [InlineData("room", "room", true)]
    [InlineData("room", "Room", false)]
    [InlineData("room", "rooms", false)]
    [InlineData("room", "room.1", false)]
    [InlineData("room.1", "room", false)]
    [InlineData("room.*", "room.1", true)]
    [InlineData("room.*", "room", false)]
    [InlineData("room.*", "room.", true)]
    [InlineData("room.*", "room.1.2", false)]
    [InlineData("*", "room", true)]
    [InlineData("*", "room.1", false)]
    [InlineData("*.1", "room.1", true)]
    [InlineData("*.1", "room.2", false)]
    [InlineData("room.*.in", "room.1.in", true)]
    [InlineData("room.*.in", "room.1.2.in", false)]
    [InlineData("ro*", "room", false)]
    [InlineData("**", "room", true)]
    [InlineData("**", "a.b.c", true)]
    [InlineData("**", "", true)]
    [InlineData("**.in", "in", true)]
    [InlineData("**.in", "a.b.in", true)]
    [InlineData("**.in", "a.in.b", false)]
    [InlineData("**.in", "a.in.b.in", true)]
    [InlineData("room.**", "room", true)]
    [InlineData("room.**", "room.a.b", true)]
    [InlineData("room.**", "rooms.a", false)]
    [InlineData("room.**.in", "room.in", true)]
    [InlineData("room.**.in", "room.a.b.in", true)]
    [InlineData("room.**.in", "room.a.b.out", false)]
    [InlineData("room.**.*", "room", false)]
    [InlineData("room.**.*", "room.a", true)]
    [InlineData("**.a.**", "x.a.y", true)]
    [InlineData("**.a.**", "x.b.y", false)]
    [InlineData("**.**", "x", true)]
    [InlineData("a**", "ab", false)]
    [InlineData("room.1", "room..1", false)]
    public void Matches_Table_AsExpected(string pattern, string group, bool expected) =>
        Assert.Equal(expected, Parse(pattern).Matches(group));

    [Fact]
    public void Matches_RandomInput_EqualsNaiveMatcher()
    {
        Random random = new(77_001);
        int matches = 0;
        for (int sample = 0; sample < 20_000; sample++)
        {
            string[] pattern = Pick(random, ["a", "b", "", "*", "**"]);
            string[] group = Pick(random, ["a", "b", ""]);
            if (pattern is [""])
            {
                continue;
            }

            bool expected = Naive(pattern, group);
            matches += expected ? 1 : 0;

            Assert.True(
                expected == Parse(string.Join('.', pattern)).Matches(string.Join('.', group)),
                $"'{string.Join('.', pattern)}' on '{string.Join('.', group)}' should be {expected}.");
        }

        Assert.InRange(matches, 1000, 19_000);
    }

    [Theory]
    [InlineData("user.{userId}", "user.ann", true)]
    [InlineData("user.{userId}", "user.bob", false)]
    [InlineData("user.{userId}", "user.ann.inbox", false)]
    [InlineData("user.{userId}.*", "user.ann.inbox", true)]
    [InlineData("{gid}.{name}", "g-1.dev.example.com", true)]
    [InlineData("{gid}.{name}", "g-1.dev", false)]
    [InlineData("{name}.**", "dev.example.com.a.b", true)]
    [InlineData("**.{name}", "a.b.dev.example.com", true)]
    [InlineData("**.{name}.**.end", "x.dev.example.com.y.end", true)]
    [InlineData("{name}", "devXexample.com", false)]
    [InlineData("a-{userId}-z.b", "a-ann-z.b", true)]
    [InlineData("a-{userId}-z.b", "a-ann-.b", false)]
    [InlineData("{userId}{gid}", "anng-1", true)]
    [InlineData("{userId}*", "ann*", true)]
    [InlineData("{userId}*", "annie", false)]
    public void Matches_Placeholder_ByItsValue(string pattern, string name, bool expected) =>
        Assert.Equal(expected, Parse(pattern).Matches(name, new PlaceholderValues("ann", "g-1", "dev.example.com")));

    [Theory]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("{gid}")]
    [InlineData(".")]
    [InlineData("a.*")]
    [InlineData("**.a")]
    public void Matches_ValueThatLooksLikeAPattern_OnlyItself(string value)
    {
        GroupPattern pattern = Parse("user.{userId}.in");
        PlaceholderValues values = new(value, "other", null);

        Assert.True(pattern.Matches($"user.{value}.in", values));
        Assert.All(
            ["user.a.in", "user.in", "user.a.b.in", "user.other.in", "user..in"],
            name => Assert.False(pattern.Matches(name, values), name));
    }

    [Theory]
    [InlineData("{userId}")]
    [InlineData("a.{gid}")]
    [InlineData("{name}.**")]
    [InlineData("**.{name}")]
    public void Matches_PlaceholderWithoutValue_Nothing(string pattern)
    {
        Assert.All(["", "a", "a.", "a.b", ".", "{name}"], name => Assert.False(Parse(pattern).Matches(name)));
        Assert.All(["", "a", "a.", "a.b", "."], name => Assert.False(Parse(pattern).Matches(name, new PlaceholderValues("", "", ""))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("a}")]
    [InlineData("{user}")]
    [InlineData("{userid}")]
    [InlineData("{userId")]
    [InlineData("{{userId}}")]
    [InlineData("{user.Id}")]
    public void TryParse_EmptyOrUnknownBraces_False(string text) => Assert.False(GroupPattern.TryParse(text, out _));

    [Fact]
    public void TryParse_Length_UpToTheLimit()
    {
        Assert.True(GroupPattern.TryParse(new string('a', GroupPattern.MaxLength), out _));
        Assert.False(GroupPattern.TryParse(new string('a', GroupPattern.MaxLength + 1), out _));
    }

    private static GroupPattern Parse(string text)
    {
        Assert.True(GroupPattern.TryParse(text, out GroupPattern? pattern));
        return pattern;
    }

    private static string[] Pick(Random random, string[] segments) =>
        [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => segments[random.Next(segments.Length)])];

    private static bool Naive(ReadOnlySpan<string> pattern, ReadOnlySpan<string> group)
    {
        if (pattern.IsEmpty)
        {
            return group.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            return Naive(pattern[1..], group) || (!group.IsEmpty && Naive(pattern, group[1..]));
        }

        return !group.IsEmpty && (pattern[0] == "*" || pattern[0] == group[0]) && Naive(pattern[1..], group[1..]);
    }
}
