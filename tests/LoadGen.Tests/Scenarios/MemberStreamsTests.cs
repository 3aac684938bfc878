using Sws.LoadGen.Measuring;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Tests.Scenarios;

public sealed class MemberStreamsTests
{
    [Fact]
    public void Accept_BeforeJoin_CountsForNothing()
    {
        var streams = new MemberStreams(1);

        Assert.False(streams.Accept(0, 0));
        Assert.Equal(default, streams.Finish(_ => 5));
    }

    [Fact]
    public void Accept_MessageFromBeforeTheJoin_IsNeitherOwedNorAFault()
    {
        var streams = new MemberStreams(1);
        streams.Join(_ => 5);

        Assert.False(streams.Accept(0, 4));
        Assert.True(streams.Accept(0, 5));
        Assert.Equal(default, streams.Finish(_ => 6));
    }

    [Fact]
    public void Finish_EachPublisherHasItsOwnStream()
    {
        var streams = new MemberStreams(2);
        streams.Join(_ => 0);
        streams.Accept(0, 0);
        streams.Accept(1, 0);
        streams.Accept(1, 0);

        Assert.Equal(new DeliveryCounts(Lost: 1, Duplicated: 1, Reordered: 0), streams.Finish(publisher => publisher == 0 ? 2 : 1));
    }

    [Fact]
    public void Leave_KeepsEarlierFaultsAndForgetsWhatIsUnderWay()
    {
        var streams = new MemberStreams(1);
        streams.Join(_ => 0);
        streams.Accept(0, 1);

        streams.Leave();
        streams.Join(_ => 10);

        Assert.Equal(new DeliveryCounts(Lost: 1, Duplicated: 0, Reordered: 0), streams.Finish(_ => 10));
    }
}
