using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Tests.Sessions;

/// <summary>
/// How far an edge has followed a group, and who of its members misses something. A session that is taken away is asked in the
/// middle of it: none may look whole once the position has passed what it misses.
/// </summary>
public sealed class LocalGroupTests
{
    private readonly LocalGroup _group = new("chat", "g");
    private readonly EdgeSession _member = Session();

    [Fact]
    public void Admit_GapWhileTheGroupIsAsked_MembersAreBrokenAsThePositionMovesOn()
    {
        Follow(5);
        _group.BeginSubscribing();

        Assert.Equal(GroupReceipt.Taken, _group.Admit("one", [Message(7)], out int first));

        Assert.Equal((1, 7UL), (first, _group.Position?.Offset));
        Assert.True(_member.IsBroken);
    }

    [Fact]
    public void EndSubscribing_MessagesAreMissing_MembersAreBrokenAsThePositionMovesOn()
    {
        Follow(5);
        _group.BeginSubscribing();

        Assert.False(_group.EndSubscribing(new GroupSubscription(new GroupPosition("one", 7), IsWhole: false)));

        Assert.Equal(7UL, _group.Position?.Offset);
        Assert.True(_member.IsBroken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rejoin_NewIncarnation_MembersAreBrokenWhereThePositionIsInDoubt(bool isInDoubt)
    {
        Follow(5);
        if (isInDoubt)
        {
            _group.Doubt();
        }

        Assert.Equal(new GroupPosition("one", 5), _group.Rejoin(new GroupPosition("two", 0)));

        Assert.Equal(new GroupPosition("two", 0), _group.Position);
        Assert.Equal(isInDoubt, _member.IsBroken);
    }

    [Fact]
    public void EndSubscribing_GapBefore_WhoCameSinceMissesNothing()
    {
        Follow(5);
        _group.BeginSubscribing();
        _group.Admit("one", [Message(7)], out _);
        EdgeSession late = Session();
        _group.Add(late);
        _group.Admit("one", [Message(8)], out int first);

        // The answer says that all is well, or would if it had not got lost the first time.
        Assert.False(_group.EndSubscribing(new GroupSubscription(new GroupPosition("one", 6), IsWhole: true)));

        Assert.Equal((0, 8UL), (first, _group.Position?.Offset));
        Assert.False(late.IsBroken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BeginSubscribing_OnlyMemberLeftAndAnotherCame_NothingIsOwedYet(bool answerComesLate)
    {
        GroupSubscription answer = new(new GroupPosition("one", 5), IsWhole: true);
        _group.Add(_member);
        _group.BeginSubscribing();
        if (!answerComesLate)
        {
            _group.EndSubscribing(answer);
        }

        _group.Remove(_member);
        EdgeSession next = Session();
        _group.Add(next);
        if (answerComesLate)
        {
            _group.EndSubscribing(answer);
        }

        // Sent before the group heard that the edge had left.
        Assert.Equal(GroupReceipt.Taken, _group.Admit("one", [Message(6)], out int first));
        Assert.Equal(0, first);

        Assert.Null(_group.BeginSubscribing());
        Assert.True(_group.EndSubscribing(answer with { Position = new GroupPosition("one", 9) }));
        Assert.Equal(9UL, _group.Position?.Offset);
        Assert.False(next.IsBroken);
        Assert.Equal(new GroupPosition("one", 9), _group.BeginSubscribing());
    }

    /// <summary>Makes the edge follow the group for one member, from an offset on.</summary>
    private void Follow(ulong offset)
    {
        _group.Add(_member);
        Assert.Null(_group.BeginSubscribing());
        Assert.True(_group.EndSubscribing(new GroupSubscription(new GroupPosition("one", offset), IsWhole: true)));
    }

    private static GroupMessage Message(ulong offset) => new(offset, null, new Payload(PayloadKind.Text, [1]), null);

    private static EdgeSession Session()
    {
        SessionOpen open = new("chat", new ClientIdentity([1], [], 2, [192, 0, 2, 1]), null, Recoverable: true, new EdgeAddress("edge", null!));
        return new EdgeSession(Guid.NewGuid().ToString("N"), open, codec: null, grain: null!, new SendQueueLimits(10, 1024));
    }
}
