using Sws.LoadGen.Sessions;

namespace Sws.LoadGen.Tests.Sessions;

public sealed class ReceivedPositionTests
{
    [Fact]
    public void TryAcknowledge_NothingReceived_IsNotDue()
    {
        var position = default(ReceivedPosition);

        Assert.False(position.TryAcknowledge(sweep: true, out _));
    }

    [Theory]
    [InlineData(99, 10, false)]
    [InlineData(100, 10, true)]
    [InlineData(2, 65_535, false)]
    [InlineData(2, 65_536, true)]
    public void TryAcknowledge_BetweenSweeps_IsDueByCountOrBytes(int messages, int bytes, bool due)
    {
        var position = default(ReceivedPosition);
        for (var id = 1; id <= messages; id++)
        {
            position.Accept((ulong)id, bytes);
        }

        Assert.Equal(due, position.TryAcknowledge(sweep: false, out var sequenceId));
        Assert.Equal((ulong)messages, sequenceId);
        Assert.Equal(!due, position.TryAcknowledge(sweep: true, out _));
    }

    [Fact]
    public void Accept_SameIdTwice_CountsTwice()
    {
        var position = default(ReceivedPosition);

        Assert.True(position.Accept(1, 10));
        Assert.True(position.Accept(1, 10));
    }

    [Fact]
    public void Accept_AfterRecovery_DropsWhatWasReceivedBefore()
    {
        var position = default(ReceivedPosition);
        position.Accept(1, 10);
        position.Accept(2, 10);

        position.Recovering();

        Assert.False(position.Accept(2, 10));
        Assert.True(position.Accept(3, 10));
        Assert.True(position.TryAcknowledge(sweep: true, out var sequenceId));
        Assert.Equal(3UL, sequenceId);
    }
}
