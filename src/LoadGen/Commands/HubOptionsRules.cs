using System.CommandLine;
using Sws.LoadGen.Dialects;

namespace Sws.LoadGen.Commands;

/// <summary>What the options of groups, pairs and protocols must hold together. One line per problem, naming the options and the way out.</summary>
internal static class HubOptionsRules
{
    private const int PerWorker = RunOptionsBinder.MaxConnectionsPerWorker;

    /// <summary>Adds every broken rule to the reader's problems, unless single options are wrong: one mistake, one line.</summary>
    public static void Check(RunOptionSet set, RunOptions options, OptionReader reader)
    {
        if (reader.Problems.Count > 0)
        {
            return;
        }

        foreach (var problem in Misplaced(set, options, reader).Concat(Protocols(options)).Concat(Sizes(options)).ToList())
        {
            reader.Fail(problem);
        }
    }

    private static IEnumerable<string> Misplaced(RunOptionSet set, RunOptions options, OptionReader reader)
    {
        var scenario = options.Scenario;
        if (Topology.IsHub(scenario) && reader.Text(set.Connections) is not null)
        {
            yield return $"--connections: follows from groups and pairs in {scenario}; leave it out";
        }

        Option<string>[] misplaced =
        [
            .. Topology.HasGroups(scenario) ? [] : new[] { set.Groups, set.Members, set.Publishers },
            .. Topology.HasPairs(scenario) ? [] : new[] { set.Pairs, set.Address },
            .. Topology.HasChurn(scenario) ? [] : new[] { set.ChurnRate, set.ChurnNew },
        ];
        foreach (var option in misplaced.Where(o => reader.Text(o) is not null))
        {
            yield return $"{option.Name}: does nothing in {scenario}; leave it out, or choose another --scenario";
        }

        if (options.NoAcks && !Topology.IsHub(scenario))
        {
            yield return $"--no-acks: does nothing in {scenario}; leave it out";
        }
    }

    private static IEnumerable<string> Protocols(RunOptions options)
    {
        var dialect = DialectCatalog.Get(options.Protocol);
        var fits = options.Scenario switch
        {
            "direct" => dialect is IDirectDialect,
            "churn" or "soak" => dialect is IDirectDialect { IsReliable: true },
            "group" => dialect is not RawDialect,
            "echo" => dialect is not IDirectDialect,
            _ => dialect is RawDialect,
        };
        if (!fits)
        {
            yield return $"--protocol: {options.Scenario} cannot speak {options.Protocol}; see --help for those it can";
        }

        if (dialect is not (RawDialect or IDirectDialect) && options.Transport != "ws")
        {
            yield return $"--protocol {options.Protocol}: its servers do not speak SWS; add --transport ws";
        }

        if (dialect.PayloadBytes(options.Size) < Measuring.PayloadHeader.Length)
        {
            yield return $"--size: payloads are base64 in {options.Protocol}; give at least {Measuring.PayloadHeader.Length / 3 * 4}";
        }
    }

    private static IEnumerable<string> Sizes(RunOptions options)
    {
        if (!Topology.IsHub(options.Scenario))
        {
            yield break;
        }

        var workers = Topology.Workers(options);
        var most = Topology.MostWorkers(options);
        if (Topology.Slice(options, 0, (int)Math.Min(most, workers)).Connections > PerWorker)
        {
            yield return options.Workers > 0 && workers < most
                ? $"--workers: {workers} cannot hold these groups and pairs; one worker holds {PerWorker} connections"
                : $"--members: a group is not split over workers, and one worker holds {PerWorker} connections; give more, smaller groups";
        }
        else if (workers > most)
        {
            yield return options.Workers > 0
                ? $"--workers: {workers} workers are more than the {most} groups or pairs, and none is split; give fewer, or more groups or pairs"
                : $"--agents: the {workers} workers of {options.Agents.Count} agents are more than the {most} groups or pairs, and none is split; name fewer, or give more groups or pairs";
        }
    }
}
