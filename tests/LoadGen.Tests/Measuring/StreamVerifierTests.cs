using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Tests.Measuring;

public sealed class StreamVerifierTests
{
    [Theory]
    [InlineData("0 1 2 3", 4, 0, 0, 0)]
    [InlineData("", 0, 0, 0, 0)]
    [InlineData("", 3, 3, 0, 0)]
    [InlineData("0 1 3", 4, 1, 0, 0)]
    [InlineData("0 1", 4, 2, 0, 0)]
    [InlineData("0 1 1 2 3", 4, 0, 1, 0)]
    [InlineData("0 0 0 1", 2, 0, 2, 0)]
    [InlineData("0 2 1 3", 4, 0, 0, 1)]
    [InlineData("3 2 1 0", 4, 0, 0, 3)]
    [InlineData("0 2 2 1 1 5", 7, 3, 2, 1)]
    public void Finish_AfterArrivals_CountsExactly(string arrivals, long sent, long lost, long duplicated, long reordered)
    {
        var verifier = default(StreamVerifier);
        foreach (var arrival in arrivals.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            verifier.Accept(long.Parse(arrival, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(new DeliveryCounts(lost, duplicated, reordered), verifier.Finish(sent));
    }

    [Fact]
    public void Accept_FirstCopyAndDuplicate_AreTold()
    {
        var verifier = default(StreamVerifier);

        Assert.True(verifier.Accept(1));
        Assert.True(verifier.Accept(0));
        Assert.False(verifier.Accept(0));
        Assert.False(verifier.Accept(1));
    }

    [Fact]
    public void Finish_GapBeyondWhatIsRemembered_StillCountsAllAsLost()
    {
        var verifier = default(StreamVerifier);
        const long Gap = StreamVerifier.MaxRememberedGaps + 1_000;

        verifier.Accept(Gap);

        Assert.Equal(Gap, verifier.Finish(Gap + 1).Lost);
    }

    [Fact]
    public void Finish_StreamJoinedLate_ExpectsNothingBefore()
    {
        var verifier = new StreamVerifier(firstExpected: 100);

        verifier.Accept(100);

        Assert.Equal(default, verifier.Finish(101));
    }

    [Theory]
    [InlineData(DeliveryClass.Exact, 1, 0, 0, true)]
    [InlineData(DeliveryClass.Exact, 0, 1, 0, true)]
    [InlineData(DeliveryClass.Exact, 0, 0, 1, true)]
    [InlineData(DeliveryClass.Exact, 0, 0, 0, false)]
    [InlineData(DeliveryClass.AtMostOnce, 5, 0, 0, false)]
    [InlineData(DeliveryClass.AtMostOnce, 0, 1, 0, true)]
    [InlineData(DeliveryClass.AtLeastOnce, 0, 5, 0, false)]
    [InlineData(DeliveryClass.AtLeastOnce, 1, 0, 0, true)]
    [InlineData(DeliveryClass.AtLeastOnce, 0, 0, 1, true)]
    public void Violates_ByClass_ForbidsWhatTheClassForbids(object promised, long lost, long duplicated, long reordered, bool violates) =>
        Assert.Equal(violates, new DeliveryCounts(lost, duplicated, reordered).Violates((DeliveryClass)promised));
}
