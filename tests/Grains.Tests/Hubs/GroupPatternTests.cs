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
        Assert.Equal(expected, GroupPattern.Matches(pattern, group));

    [Fact]
    public void Matches_RandomInput_EqualsNaiveMatcher()
    {
        Random random = new(77_001);
        int matches = 0;
        for (int sample = 0; sample < 20_000; sample++)
        {
            string[] pattern = Pick(random, ["a", "b", "", "*", "**"]);
            string[] group = Pick(random, ["a", "b", ""]);
            bool expected = Naive(pattern, group);
            matches += expected ? 1 : 0;

            Assert.True(
                expected == GroupPattern.Matches(string.Join('.', pattern), string.Join('.', group)),
                $"'{string.Join('.', pattern)}' on '{string.Join('.', group)}' should be {expected}.");
        }

        Assert.InRange(matches, 1000, 19_000);
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
