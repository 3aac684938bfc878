using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Tests.Commands;

public sealed class TopologyTests
{
    private static readonly RunOptions Soak = new()
    {
        Scenario = "soak",
        Urls = ["ws://h/"],
        Groups = 3,
        Members = 10,
        Publishers = 2,
        Pairs = 4,
        Rate = 100,
        ChurnRate = 10,
    };

    [Theory]
    [InlineData("group", 36)]
    [InlineData("churn", 36)]
    [InlineData("direct", 8)]
    [InlineData("soak", 44)]
    [InlineData("echo", 100)]
    public void Connections_FollowFromGroupsAndPairs(string scenario, long expected) =>
        Assert.Equal(expected, Topology.Connections(Soak with { Scenario = scenario }));

    [Fact]
    public void Slice_TwoWorkers_SharesAddUpAndRatesFollowTheSenders()
    {
        var (first, second) = (Topology.Slice(Soak, 0, 2), Topology.Slice(Soak, 1, 2));

        Assert.Equal((2, 1), (first.Groups, second.Groups));
        Assert.Equal((28, 16), (first.Connections, second.Connections));
        Assert.Equal(100, first.Rate!.Value + second.Rate!.Value, 6);
        Assert.Equal(60, first.Rate.Value, 6);
        Assert.Equal(10, first.ChurnRate!.Value + second.ChurnRate!.Value, 6);
    }

    [Fact]
    public void SplitSoak_RatesFollowTheSenders()
    {
        var (groups, pairs) = Topology.SplitSoak(Soak);

        Assert.Equal((36, 8), (groups.Connections, pairs.Connections));
        Assert.Equal(60, groups.Rate!.Value, 6);
        Assert.Equal(40, pairs.Rate!.Value, 6);
        Assert.Null(pairs.ChurnRate);
    }

    [Fact]
    public void SplitSoak_ConnectRate_IsThatOfTheWhole()
    {
        var (groups, pairs) = Topology.SplitSoak(Soak with { ConnectRate = 88 });

        Assert.Equal(72, groups.ConnectRate!.Value, 6);
        Assert.Equal(16, pairs.ConnectRate!.Value, 6);
    }

    [Theory]
    [InlineData(1, 18_000, 1)]
    [InlineData(2, 18_000, 2)]
    [InlineData(3, 9_000, 2)]
    [InlineData(4, 9_000, 2)]
    public void FewestWorkers_WholeGroups(int groups, int members, int expected) => Assert.Equal(
        expected, Topology.FewestWorkers(Soak with { Scenario = "group", Groups = groups, Members = members, Publishers = 1 }, 19_000));
}
