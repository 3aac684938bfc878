using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Tests.Sessions;

public class RecordBatchBuilderTests
{
    [Fact]
    public void Build_OneRecord_NeedsNoEnds()
    {
        RecordBatchBuilder builder = new();
        builder.Add([1, 2, 3]);

        RecordBatch batch = builder.Build();

        Assert.Null(batch.Ends);
        Assert.Equal([1, 2, 3], batch[0].ToArray());
    }

    [Fact]
    public void Build_SeveralRecordsWithEmptyOnes_EachAsAdded()
    {
        byte[][] records = [[], [1], [], [2, 3], []];
        RecordBatchBuilder builder = new();
        foreach (byte[] record in records)
        {
            builder.Add(record);
        }

        RecordBatch batch = builder.Build();

        Assert.Equal(records, Enumerable.Range(0, batch.Count).Select(index => batch[index].ToArray()));
    }

    [Fact]
    public void Build_Twice_SecondHoldsOnlyWhatCameAfter()
    {
        RecordBatchBuilder builder = new();
        builder.Add([1]);
        builder.Add([2]);
        builder.Build();

        Assert.True(builder.IsEmpty);
        builder.Add([3]);
        Assert.Equal([3], builder.Build()[0].ToArray());
    }

    [Fact]
    public void IsFull_At256Records_True()
    {
        RecordBatchBuilder builder = new();
        for (int count = 0; count < 256; count++)
        {
            Assert.False(builder.IsFull);
            builder.Add([1]);
        }

        Assert.True(builder.IsFull);
    }

    [Fact]
    public void IsFull_AtOneMebibyte_True()
    {
        RecordBatchBuilder builder = new();
        builder.Add(new byte[1024 * 1024]);
        Assert.True(builder.IsFull);

        builder.Build();
        builder.Add(new byte[(1024 * 1024) - 1]);
        Assert.False(builder.IsFull);
        builder.Add([1]);
        Assert.True(builder.IsFull);
    }
}
