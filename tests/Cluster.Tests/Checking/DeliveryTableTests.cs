using Sws.Chaos.Checking;
using Sws.Chaos.History;

namespace Sws.Cluster.Tests.Checking;

/// <summary>The table of docs/delivery.md, cell by cell: a client that was told of a gap lacks one message that was acknowledged.</summary>
public sealed class DeliveryTableTests
{
    [Theory]
    [InlineData("Group", "None", false)]
    [InlineData("Group", "SiloLost", false)]
    [InlineData("Group", "SiloStopped", false)]
    [InlineData("Group", "EdgeLost", true)]
    [InlineData("Group", "BothLost", true)]
    [InlineData("Direct", "None", false)]
    [InlineData("Direct", "SiloLost", false)]
    [InlineData("Direct", "EdgeLost", false)]
    [InlineData("Direct", "SiloStopped", false)]
    [InlineData("Direct", "BothLost", true)]
    [InlineData("Memory", "None", false)]
    [InlineData("Memory", "EdgeLost", false)]
    [InlineData("Memory", "SiloLost", true)]
    [InlineData("Memory", "SiloStopped", true)]
    [InlineData("Memory", "BothLost", true)]
    [InlineData("Durable", "None", false)]
    [InlineData("Durable", "EdgeLost", false)]
    [InlineData("Durable", "SiloLost", false)]
    [InlineData("Durable", "SiloStopped", false)]
    [InlineData("Durable", "BothLost", false)]
    [InlineData("Inbox", "BothLost", false)]
    public void Check_LostInAGap_AsTheTableSays(string deliveryClass, string effects, bool allowed)
    {
        var (class_, lost) = (Enum.Parse<DeliveryClass>(deliveryClass), Enum.Parse<FaultEffects>(effects));
        var stream = class_ is DeliveryClass.Direct or DeliveryClass.Inbox ? "user:u-b" : Scene.Stream;
        var scene = new Scene().Open("a").Open("b").Join("b").Publish("a", 1, class_, stream).Restart("b", false);
        var verdict = scene.Check(lost);
        Assert.Equal(allowed, verdict.Holds);
        Assert.Equal(allowed ? 1 : 0, verdict.Tallies[class_].LostAllowed);
    }

    [Fact]
    public void Check_EdgeAndSiloLostOneAfterTheOther_AreNotBothAtOnce() => Assert.Equal(
        [ViolationKind.Lost],
        new Scene().Open("a").Open("b").Publish("a", 1, DeliveryClass.Direct, "user:u-b").Restart("b").Kinds(FaultEffects.EdgeLost | FaultEffects.SiloLost));
}
