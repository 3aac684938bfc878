using CsCheck;
using Sws.Chaos.Checking;
using Sws.Chaos.History;

namespace Sws.Cluster.Tests.Checking;

/// <summary>Random histories of a gateway that keeps its promises, and the same with one thing wrong.</summary>
public sealed class HistoryPropertyTests
{
    private static readonly string[] Clients = ["a", "b", "c"];

    /// <summary>Steps of a perfect gateway: who publishes, and whether somebody reconnects after it.</summary>
    private static readonly Gen<(int Sender, int Recovers)[]> Steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9]).Array[2, 40];

    [Fact]
    public void Check_PerfectGateway_Holds() => Steps.Sample(steps => Assert.Empty(Perfect(steps).Kinds()), iter: 300);

    [Fact]
    public void Check_OneDeliveryMissing_IsFound() => Gen.Select(Steps, Gen.Int[0, int.MaxValue]).Sample(
        (steps, at) =>
        {
            var kind = Damaged(steps, at, (events, index) => events.RemoveAt(index));
            Assert.Contains(kind, new[] { ViolationKind.Lost, ViolationKind.FalselyRecovered });
        },
        iter: 300);

    [Fact]
    public void Check_OneDeliveryTwice_IsFound() => Gen.Select(Steps, Gen.Int[0, int.MaxValue]).Sample(
        (steps, at) => Assert.Equal(ViolationKind.Duplicated, Damaged(steps, at, (events, index) => events.Add(events[index] with { At = long.MaxValue }))),
        iter: 300);

    [Fact]
    public void Check_OneDeliveryToAStranger_IsFound() => Gen.Select(Steps, Gen.Int[0, int.MaxValue]).Sample(
        (steps, at) => Assert.Equal(
            ViolationKind.WrongRecipient, Damaged(steps, at, (events, index) => events.Add(events[index] with { Client = "stranger", At = long.MaxValue }))),
        iter: 300);

    [Fact]
    public void Write_RandomHistory_ReadsAsTheSame()
    {
        using var folder = new Testing.TemporaryFolder();
        Steps.Sample(
            steps =>
            {
                var file = folder.At(Guid.NewGuid().ToString());
                var events = Perfect(steps).Events;
                HistoryFile.Write(file, events);
                Assert.Equal(events.Select(HistoryFile.Line), HistoryFile.Read(file).Select(HistoryFile.Line));
                Assert.Equal(events, HistoryFile.Read(file));
            },
            iter: 20,
            threads: 1);
    }

    private static ViolationKind Damaged((int Sender, int Recovers)[] steps, int at, Action<List<HistoryEvent>, int> damage)
    {
        List<HistoryEvent> events = [.. Perfect(steps).Events];
        var deliveries = Enumerable.Range(0, events.Count).Where(index => events[index].Kind == EventKind.Delivered).ToArray();
        damage(events, deliveries[at % deliveries.Length]);
        return Assert.Single(HistoryChecker.Check(events, FaultEffects.BothLost).Violations).Kind;
    }

    private static Scene Perfect((int Sender, int Recovers)[] steps)
    {
        var scene = new Scene();
        foreach (var client in Clients)
        {
            scene.Open(client).Join(client);
        }

        for (var message = 1; message <= steps.Length; message++)
        {
            var (sender, recovers) = steps[message - 1];
            scene.Publish(Clients[sender], message);
            foreach (var client in Clients)
            {
                scene.Deliver(client, message, epoch: "e", offset: (ulong)message);
            }

            if (recovers < Clients.Length)
            {
                scene.Recover(Clients[recovers]);
            }
        }

        return scene;
    }
}
