using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests.Sessions;

public class RecordBatchTests
{
    [Fact]
    public void Index_Ends_EachRecord()
    {
        RecordBatch batch = new([1, 2, 3, 4], [1, 1, 4]);

        Assert.Equal(3, batch.Count);
        Assert.Equal([1], batch[0].ToArray());
        Assert.Empty(batch[1].ToArray());
        Assert.Equal([2, 3, 4], batch[2].ToArray());
    }

    [Fact]
    public void Index_NoEnds_WholeBuffer()
    {
        RecordBatch batch = new([1, 2], null);

        Assert.Equal(1, batch.Count);
        Assert.Equal([1, 2], batch[0].ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => batch[1]);
    }

    [Fact]
    public void Empty_HoldsNothing() => Assert.Equal(0, RecordBatch.Empty.Count);
}
