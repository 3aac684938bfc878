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
        _refused.Add(1, OperationErrors.Unavailable, generation: 1);
        _refused.CarriedOut(2);

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2)));
        Assert.Null(_refused.Find(1, Batch(2)));
        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2) with { IsRepeat = true }));
    }

    [Fact]
    public void Find_LaterOneWithoutAckIdCarriedOutSince_SameAnswer()
    {
        _refused.Add(1, OperationErrors.Unavailable, generation: 1);
        _refused.CarriedOut(ackId: null);

        Assert.Equal(OperationErrors.Unavailable, _refused.Find(1, Batch(2)));
    }

    [Fact]
    public void Find_NothingCarriedOutSince_EachIsCarriedOutInTurn()
    {
        _refused.Add(1, OperationErrors.Unavailable, generation: 1);
        _refused.Add(2, OperationErrors.Unavailable, generation: 1);

        Assert.Null(_refused.Find(1, Batch(2)));
        _refused.CarriedOut(1);
        Assert.Null(_refused.Find(2, Batch(2)));
    }

    [Fact]
    public void Find_NeverRefused_Null() => Assert.Null(_refused.Find(1, Batch(2)));

    private static CommandBatch Batch(long generation) => new(generation, []);
}
