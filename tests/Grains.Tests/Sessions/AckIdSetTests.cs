using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests.Sessions;

public class AckIdSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Add_RandomIds_EqualsHashSet(int seed)
    {
        // At most 64 runs fit into 0 to 126, so nothing is ever forgotten.
        Random random = new(seed);
        AckIdSet set = new();
        HashSet<ulong> model = [];
        for (int step = 0; step < 400; step++)
        {
            ulong id = (ulong)random.Next(127);

            Assert.Equal(model.Contains(id), set.Contains(id));
            Assert.Equal(model.Add(id), set.Add(id));
            Assert.Equal(model.Max(), set.Highest);
            AssertEqual(model, set);
            set = new AckIdSet(set.ToRanges());
        }
    }

    [Fact]
    public void Add_Upwards_OneRun()
    {
        AckIdSet set = new();
        for (ulong id = 1; id <= 1000; id++)
        {
            Assert.True(set.Add(id));
        }

        Assert.Equal([new AckIdRange(1, 1000)], set.ToRanges());
    }

    [Fact]
    public void Add_MoreRunsThanKept_LowestForgotten()
    {
        AckIdSet set = new();
        for (ulong id = 0; id <= AckIdSet.MaxRanges; id++)
        {
            set.Add(id * 2);
        }

        Assert.Equal(AckIdSet.MaxRanges, set.ToRanges().Count);
        Assert.False(set.Contains(0));
        Assert.True(set.Contains(2));
        Assert.Equal((ulong)AckIdSet.MaxRanges * 2, set.Highest);
    }

    [Fact]
    public void Add_BothEndsOfTheNumbers_KeptApart()
    {
        AckIdSet set = new();

        Assert.True(set.Add(ulong.MaxValue));
        Assert.True(set.Add(0));
        Assert.False(set.Add(ulong.MaxValue));
        Assert.False(set.Add(0));
        Assert.True(set.Add(ulong.MaxValue - 1));
        Assert.Equal([new AckIdRange(0, 0), new AckIdRange(ulong.MaxValue - 1, ulong.MaxValue)], set.ToRanges());
    }

    [Fact]
    public void Highest_Empty_Null() => Assert.Null(new AckIdSet().Highest);

    private static void AssertEqual(HashSet<ulong> model, AckIdSet set)
    {
        IReadOnlyList<AckIdRange> ranges = set.ToRanges();
        Assert.Equal(model.Count, ranges.Sum(range => (int)(range.Last - range.First) + 1));
        Assert.All(model, id => Assert.True(set.Contains(id)));
        for (int index = 1; index < ranges.Count; index++)
        {
            Assert.True(ranges[index].First > ranges[index - 1].Last + 1, "Runs touch or are out of order.");
        }
    }
}
