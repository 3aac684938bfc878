using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;

namespace Sws.Grains.Tests.Sessions;

/// <summary>A refused command that comes again on a new socket is never carried out behind a later one.</summary>
public sealed class RefusedCommandsTests
{
    private readonly RefusedCommands _refused = new();

    [Fact]
    public void Find_LaterOneCarriedOutSince_SameAnswerOnceOnEachSocket()
    {
        Refuse(Batch(1), 1);
        _refused.CarriedOut(2, Batch(1));

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2)));
        Assert.Null(_refused.Find(1, Batch(2)));
        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2) with { IsRepeat = true }));
    }

    [Fact]
    public void Find_LaterOneWithoutAckIdCarriedOutSince_SameAnswer()
    {
        Refuse(Batch(1), 1);
        _refused.CarriedOut(ackId: null, Batch(1));

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2)));
    }

    [Fact]
    public void Find_NothingCarriedOutSince_EachIsCarriedOutInTurn()
    {
        Refuse(Batch(1), 1, 2);

        Assert.Null(_refused.Find(1, Batch(2)));
        _refused.CarriedOut(1, Batch(2));
        Assert.Null(_refused.Find(2, Batch(2)));
    }

    [Fact]
    public void Find_RefusedAgainAndOneThatWasSentLaterCarriedOut_SameAnswer()
    {
        CommandBatch repeat = Batch(1) with { IsRepeat = true };
        Refuse(Batch(1), 1, 2, 3);

        Assert.Null(_refused.Find(1, repeat));
        Refuse(repeat, 1);
        Assert.Null(_refused.Find(2, repeat));
        _refused.CarriedOut(2, repeat);

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, repeat));
        Assert.Null(_refused.Find(3, repeat));
    }

    [Fact]
    public void Find_ClientTriedAgainWhatItWasRefusedBefore_BehindWhatItSentMeanwhile()
    {
        Refuse(Batch(1), 1, 2);

        // It has the answer to the first and sends it anew, and then loses the socket with the answer to the second.
        Assert.Null(_refused.Find(1, Batch(1)));
        _refused.CarriedOut(1, Batch(1));

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(2, Batch(2)));
    }

    [Fact]
    public void Find_ClientTriedAgainAndWasRefusedAgain_InItsNewPlace()
    {
        CommandBatch repeat = Batch(1) with { IsRepeat = true };
        Refuse(Batch(1), 1);
        _refused.CarriedOut(2, Batch(1));
        Assert.Null(_refused.Find(1, Batch(1)));
        Refuse(Batch(1), 1);

        Assert.Null(_refused.Find(1, repeat));
    }

    [Fact]
    public void Find_NeverRefused_Null() => Assert.Null(_refused.Find(1, Batch(2)));

    private void Refuse(CommandBatch batch, params ulong[] ackIds)
    {
        foreach (ulong ackId in ackIds)
        {
            _refused.Add(ackId, OperationErrors.Unavailable, batch);
        }
    }

    private static CommandBatch Batch(long generation) => new(generation, []);
}
