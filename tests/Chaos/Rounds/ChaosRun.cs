using Sws.Chaos.Checking;
using Sws.Chaos.Cluster;
using Sws.Chaos.History;
using Sws.Client;
using Sws.Testing;

namespace Sws.Chaos.Rounds;

/// <summary>Rounds on one cluster: prints a line for each, keeps what is broken, and sums up.</summary>
internal sealed class ChaosRun(Options options, Action<string> print)
{
    private readonly Dictionary<DeliveryClass, Tally> _sum = Enum.GetValues<DeliveryClass>().ToDictionary(each => each, _ => new Tally());
    private readonly SortedDictionary<FaultKind, int> _faults = [];
    private int _broken;
    private long _others;

    /// <summary>Whether every promise held.</summary>
    public async Task<bool> RunAsync()
    {
        var plan = new ClusterPlan(options.Topology, options.Classes, options.WithNamespaces, GatewayProcess.Executable);
        await using var cluster = await ChaosCluster.StartAsync(plan);
        var faults = Faults(cluster);
        print($"seed {options.Seed}, {options.Topology.Name}, {(cluster.Network is null ? "loopback" : "namespaces")}, faults {string.Join(',', faults.Select(FaultNames.Of))}");
        for (var number = options.First; number < options.First + options.Rounds; number++)
        {
            try
            {
                Count(cluster, await new Round(cluster, new RoundPlan(options.Seed, number, faults, options.Clients, options.Rate)).RunAsync());
            }
            catch (Exception e) when (e is TimeoutException or SwsException or InvalidOperationException)
            {
                // The round did not come to a verdict. That counts as broken: nobody can say that the promises held.
                _broken++;
                print($"round {number,3} had no verdict: {e.Message}");
                await cluster.MendAsync();
            }
        }

        SumUp();
        return _broken == 0;
    }

    private IReadOnlyList<FaultKind> Faults(ChaosCluster cluster)
    {
        if (options.Faults.Count > 0)
        {
            return options.Faults;
        }

        return [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Partition || cluster.Network is not null)];
    }

    private void Count(ChaosCluster cluster, RoundResult result)
    {
        print(result.Line());
        _faults[result.Fault] = _faults.GetValueOrDefault(result.Fault) + 1;
        _others += result.Verdict.Others;
        foreach (var (deliveryClass, tally) in result.Verdict.Tallies)
        {
            _sum[deliveryClass].Add(tally);
        }

        if (!result.Verdict.Holds)
        {
            _broken++;
            print(VerdictText.Of(result.Verdict));
            print($"repeat with: --seed {options.Seed} --first {result.Number} --rounds 1 --topology {options.Topology.Name} --faults {FaultNames.Of(result.Fault)}");
        }

        if (options.KeepAll || !result.Verdict.Holds)
        {
            Directory.CreateDirectory(options.Keep);
            var file = Path.Combine(options.Keep, $"seed{options.Seed}-round{result.Number}-{FaultNames.Of(result.Fault)}.jsonl");
            HistoryFile.Write(file, result.Events);
            foreach (var node in cluster.Nodes)
            {
                File.WriteAllLines(Path.ChangeExtension(file, $"{node.Name}.log"), node.Log);
            }

            print($"history: {file}  (check it again with: --check {file} --effects {EffectNames(result.Effects)})");
        }
    }

    private static string EffectNames(FaultEffects effects) => effects.ToString().Replace(" ", "", StringComparison.Ordinal);

    private void SumUp()
    {
        print("");
        print($"{_faults.Values.Sum()} rounds: {string.Join(", ", _faults.Select(pair => $"{FaultNames.Of(pair.Key)} {pair.Value}"))}");
        foreach (var deliveryClass in options.Classes)
        {
            print(_sum[deliveryClass].Line(deliveryClass));
        }

        print($"other violations {_others}; rounds with a violation {_broken}");
    }
}
