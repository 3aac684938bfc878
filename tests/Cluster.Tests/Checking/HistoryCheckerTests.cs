using Sws.Chaos.Checking;
using Sws.Chaos.History;

namespace Sws.Cluster.Tests.Checking;

public sealed class HistoryCheckerTests
{
    private static Scene Pair() => new Scene().Open("a").Open("b").Join("b");

    [Fact]
    public void Check_EverythingDelivered_Holds()
    {
        var verdict = Pair().Publish("a", 1).Deliver("b", 1).Publish("a", 2).Deliver("b", 2).Check();
        Assert.True(verdict.Holds);
        var tally = verdict.Tallies[DeliveryClass.Group];
        Assert.Equal((2, 2, 2, 2), (tally.Published, tally.Acked, tally.Owed, tally.Delivered));
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Unknown")]
    public void Check_NotAcknowledged_MayBeMissing(string outcome) =>
        Assert.Empty(Pair().Invoke("a", 1).Add(Enum.Parse<EventKind>(outcome), "a", e => e with { Message = 1 }).Kinds());

    [Fact]
    public void Check_AnswerNeverCame_MayBeMissing() => Assert.Empty(Pair().Invoke("a", 1).Kinds());

    [Fact]
    public void Check_UnknownButDelivered_Holds() =>
        Assert.Empty(Pair().Invoke("a", 1).Add(EventKind.Unknown, "a", e => e with { Message = 1 }).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_AcknowledgedAndLost_IsFoundWithItsSlice()
    {
        var violation = Assert.Single(Pair().Publish("a", 1).Deliver("b", 1).Publish("a", 2).Publish("a", 3).Deliver("b", 3).Check().Violations);
        Assert.Equal(ViolationKind.Lost, violation.Kind);
        Assert.Equal([EventKind.JoinAcked, EventKind.Invoked, EventKind.Acked], violation.Slice.Select(each => each.Kind));
        Assert.All(violation.Slice.Skip(1), each => Assert.Equal(2, each.Message));
    }

    [Fact]
    public void Check_LostAndNothingSaid_IsFoundWhateverWasLost() =>
        Assert.Equal([ViolationKind.Lost], Pair().Publish("a", 1).Kinds(FaultEffects.BothLost));

    [Fact]
    public void Check_LostBeforeTheGap_IsFound() =>
        // Message 2 came before the gap began, so message 1 was lost before it, too.
        Assert.Equal([ViolationKind.Lost], Pair().Publish("a", 1).Publish("a", 2).Deliver("b", 2).Restart("b", false).Kinds(FaultEffects.BothLost));

    [Fact]
    public void Check_LostAfterTheGap_IsFound() =>
        Assert.Equal([ViolationKind.Lost], Pair().Restart("b", false).Publish("a", 1).Kinds(FaultEffects.BothLost));

    [Fact]
    public void Check_LostAfterARecovery_IsFalselyRecovered() =>
        Assert.Equal([ViolationKind.FalselyRecovered], Pair().Publish("a", 1).Recover("b").Kinds(FaultEffects.BothLost));

    [Fact]
    public void Check_RejoinedWholeAndLost_IsFalselyRecovered() =>
        Assert.Equal([ViolationKind.FalselyRecovered], Pair().Publish("a", 1, DeliveryClass.Memory).Restart("b", true).Kinds(FaultEffects.BothLost));

    [Fact]
    public void Check_Twice_IsDuplicated() => Assert.Equal([ViolationKind.Duplicated], Pair().Publish("a", 1).Deliver("b", 1).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_OtherOrder_IsReordered() =>
        Assert.Equal([ViolationKind.Reordered], Pair().Publish("a", 1).Publish("a", 2).Deliver("b", 2).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_OtherOrderOfTwoSenders_Holds() =>
        Assert.Empty(Pair().Publish("a", 1).Publish("b", 2).Deliver("b", 2).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_OtherOrderOfUnknown_Holds() =>
        Assert.Empty(Pair().Invoke("a", 1).Add(EventKind.Unknown, "a", e => e with { Message = 1 }).Publish("a", 2).Deliver("b", 2).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_Nonmember_IsWrongRecipient() =>
        Assert.Equal([ViolationKind.WrongRecipient], Pair().Publish("a", 1).Deliver("b", 1).Deliver("a", 1).Kinds());

    [Fact]
    public void Check_AcknowledgedBeforeTheJoin_IsWrongRecipient() =>
        Assert.Equal([ViolationKind.WrongRecipient], new Scene().Open("a").Open("b").Publish("a", 1).Join("b").Deliver("b", 1).Kinds());

    [Fact]
    public void Check_PublishedAfterTheLeave_IsWrongRecipient() =>
        Assert.Equal([ViolationKind.WrongRecipient], Pair().Leave("b").Publish("a", 1).Deliver("b", 1).Kinds());

    [Fact]
    public void Check_PublishedWhileLeaving_MayBeMissingOrNot() => Assert.Empty(Pair().Publish("a", 1).Leave("b").Deliver("b", 1).Kinds());

    [Fact]
    public void Check_MembersOnly_AreOwed() => Assert.Empty(Pair().Leave("b").Publish("a", 1).Kinds());

    [Fact]
    public void Check_OtherUser_IsWrongRecipient() => Assert.Equal(
        [ViolationKind.WrongRecipient],
        Pair().Publish("a", 1, DeliveryClass.Direct, "user:u-b").Deliver("b", 1, "user:u-b").Deliver("a", 1, "user:u-a").Kinds());

    [Theory]
    [InlineData("user:u-b")]
    [InlineData("session:s-b")]
    public void Check_DirectAndLost_IsFound(string stream) =>
        Assert.Equal([ViolationKind.Lost], Pair().Publish("a", 1, DeliveryClass.Direct, stream).Kinds());

    [Fact]
    public void Check_SentToASessionThatIsOver_IsOwedToNobody() =>
        Assert.Empty(Pair().Restart("b", false).Publish("a", 1, DeliveryClass.Direct, "session:s-b").Kinds());

    [Fact]
    public void Check_NobodyPublishedIt_IsInvented() => Assert.Equal([ViolationKind.Invented], Pair().Deliver("b", 9).Kinds());

    [Fact]
    public void Check_TwoMessagesAtOnePosition_IsFound() => Assert.Equal(
        [ViolationKind.PositionReused],
        Pair().Publish("a", 1).Publish("a", 2).Deliver("b", 1, epoch: "e", offset: 1).Deliver("b", 2, epoch: "e", offset: 1).Kinds());

    [Fact]
    public void Check_OldSocketServedAfterTakeover_IsTwoOwners() => Assert.Equal(
        [ViolationKind.TwoOwners],
        new Scene().Open("p", "s", 1).Join("p").Open("a").Recover("p", 2, "s").Publish("a", 1).Deliver("p", 1, session: "s", socket: 2).Deliver("p", 1, session: "s", socket: 1).Kinds());

    [Fact]
    public void Check_OldSocketGotWhatWasPublishedBefore_Holds() => Assert.Empty(
        new Scene().Open("p", "s", 1).Join("p").Open("a").Publish("a", 1).Recover("p", 2, "s").Deliver("p", 1, session: "s", socket: 1).Deliver("p", 1, session: "s", socket: 2).Kinds());

    [Fact]
    public void Check_OldSocketAcknowledgedAfterTakeover_IsTwoOwners() => Assert.Equal(
        [ViolationKind.TwoOwners],
        new Scene().Open("p", "s", 1).Recover("p", 2, "s").Invoke("p", 1, session: "s", socket: 1).Ack("p", 1).Kinds());

    [Fact]
    public void Check_PresentTooLongAfterGoing_IsGhost()
    {
        Assert.Equal([ViolationKind.Ghost], Pair().Close("b").Wait(21).Present("a", "s-b").Kinds());
        Assert.Equal([ViolationKind.Ghost], Pair().Restart("b", true).Wait(21).Present("a", "s-b").Kinds());
    }

    [Fact]
    public void Check_PresentShortlyAfterGoing_Holds() => Assert.Empty(Pair().Close("b").Wait(19).Present("a", "s-b").Kinds());

    [Fact]
    public void Check_TurnedAwayForGood_IsFound() => Assert.Equal([ViolationKind.Ended], Pair().Close("b", "recovery_refused").Kinds());
}
