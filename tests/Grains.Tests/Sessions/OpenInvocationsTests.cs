using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;

namespace Sws.Grains.Tests.Sessions;

public class OpenInvocationsTests
{
    private static readonly DateTimeOffset Deadline = DateTimeOffset.UnixEpoch;
    private static readonly InvocationCall Call = new("caller", "1", null, new Payload(PayloadKind.Text, []), Event: null);

    [Fact]
    public void Begin_SameIdTwice_SecondRefusedUntilFinished()
    {
        OpenInvocations open = new();

        Assert.True(open.Begin("a", Deadline));
        Assert.False(open.Begin("a", Deadline));
        Assert.True(open.Finish("a"));
        Assert.False(open.Finish("a"));
        Assert.True(open.Begin("a", Deadline));
        Assert.Equal(1, open.BegunCount);
    }

    [Fact]
    public void Answer_Received_OnceOnly()
    {
        OpenInvocations open = new();
        open.Receive("r", Call, Deadline);

        Assert.Equal(Call, open.Answer("r"));
        Assert.Null(open.Answer("r"));
        Assert.True(open.IsEmpty);
    }

    [Fact]
    public void Expire_AtTheDeadline_LateOnesGone()
    {
        OpenInvocations open = new();
        open.Begin("late", Deadline);
        open.Begin("early", Deadline.AddSeconds(1));
        open.Receive("late request", Call, Deadline);

        Assert.Empty(open.Expire(Deadline.AddTicks(-1)));
        Assert.Equal(["late"], open.Expire(Deadline));
        Assert.Null(open.Answer("late request"));
        Assert.True(open.Finish("early"));
        Assert.True(open.IsEmpty);
    }

    [Fact]
    public void Clear_Open_ReturnsCallsToAnswer()
    {
        OpenInvocations open = new();
        open.Begin("a", Deadline);
        open.Receive("r", Call, Deadline);

        Assert.Equal([Call], open.Clear());
        Assert.True(open.IsEmpty);
    }
}
