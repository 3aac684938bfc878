using System.Globalization;
using Sws.Chaos.Cluster;
using Sws.Chaos.History;
using Sws.Chaos.Rounds;

namespace Sws.Chaos;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Help = """
        Breaks a cluster of real processes while clients publish, and checks what they saw.

          dotnet run --project tests/Chaos -- [options]

          --rounds N          rounds to run (10)
          --first N           number of the first round (1): with the seed, repeats that round
          --seed N            where all choices come from (1)
          --topology NAME     all1, all3, edge2silo1 or edge2silo2 (all3)
          --faults A,B        what to draw from (all that the machine and the topology allow)
          --classes A,B       group, direct, memory, durable, inbox (all)
          --clients N         clients in each hub (4)
          --rate N            messages a second of each client (10)
          --network KIND      namespaces or loopback (namespaces where they can be made)
          --keep DIR          where histories of broken rounds go (chaos-histories)
          --keep-all          keep the others, too
          --check FILE        only check a kept history, with --effects
          --effects A,B       edgeLost, siloLost, bothLost, siloStopped
          --measure           measure times of failure instead, with --sessions
          --sessions N        sessions to measure with (500; a drain is measured with four times as many)

        Faults: kill-edge, kill-silo, kill-both, hang, partition, redis-restart, rolling-restart, drain, reset,
        half-open, one-way.
        Exit codes: 0 all promises held, 1 one was broken, 2 wrong usage.
        """;

    public int Rounds { get; private set; } = 10;

    public int First { get; private set; } = 1;

    public int Seed { get; private set; } = 1;

    public Topology Topology { get; private set; } = Topology.All3;

    public IReadOnlyList<FaultKind> Faults { get; private set; } = [];

    public IReadOnlyList<DeliveryClass> Classes { get; private set; } = Enum.GetValues<DeliveryClass>();

    public int Clients { get; private set; } = 4;

    public int Rate { get; private set; } = 10;

    public bool WithNamespaces { get; private set; } = true;

    public string Keep { get; private set; } = "chaos-histories";

    public bool KeepAll { get; private set; }

    public string? CheckFile { get; private set; }

    public FaultEffects Effects { get; private set; }

    public bool Measure { get; private set; }

    public int Sessions { get; private set; } = 500;

    public bool WantsHelp { get; private set; }

    /// <summary>Null, and why, for a command line that makes no sense.</summary>
    public static (Options? Options, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var at = 0; at < arguments.Count; at++)
        {
            var name = arguments[at];
            if (options.TrySwitch(name))
            {
                continue;
            }

            if (at + 1 == arguments.Count)
            {
                return (null, $"{name}: unknown, or its value is missing");
            }

            if (options.Set(name, arguments[++at]) is { } problem)
            {
                return (null, $"{name}: {problem}");
            }
        }

        return (options, null);
    }

    private bool TrySwitch(string name)
    {
        switch (name)
        {
            case "--help" or "-h":
                return WantsHelp = true;
            case "--measure":
                return Measure = true;
            case "--keep-all":
                return KeepAll = true;
            default:
                return false;
        }
    }

    private string? Set(string name, string value)
    {
        switch (name)
        {
            case "--rounds":
                return Number(value, 1, number => Rounds = number);
            case "--first":
                return Number(value, 1, number => First = number);
            case "--seed":
                return Number(value, 0, number => Seed = number);
            case "--clients":
                return Number(value, 2, number => Clients = number);
            case "--rate":
                return Number(value, 1, number => Rate = number);
            case "--sessions":
                return Number(value, 1, number => Sessions = number);
            case "--keep":
                Keep = value;
                return null;
            case "--check":
                CheckFile = value;
                return null;
            case "--topology":
                Topology = Topology.Find(value) ?? Topology;
                return Topology.Find(value) is null ? "must be all1, all3, edge2silo1 or edge2silo2" : null;
            case "--network":
                WithNamespaces = value == "namespaces";
                return value is "namespaces" or "loopback" ? null : "must be namespaces or loopback";
            case "--faults":
                Faults = [.. value.Split(',').Where(FaultNames.All.ContainsKey).Select(each => FaultNames.All[each])];
                return Faults.Count == value.Split(',').Length ? null : $"must be of {string.Join(", ", FaultNames.All.Keys)}";
            case "--classes":
                return Names<DeliveryClass>(value, classes => Classes = classes);
            case "--effects":
                return Names<FaultEffects>(value, effects => Effects = effects.Aggregate(FaultEffects.None, (all, each) => all | each));
            default:
                return "unknown; --help lists what there is";
        }
    }

    private static string? Number(string value, int min, Action<int> set)
    {
        if (!int.TryParse(value, CultureInfo.InvariantCulture, out var number) || number < min)
        {
            return $"must be a whole number from {min}";
        }

        set(number);
        return null;
    }

    private static string? Names<T>(string value, Action<T[]> set)
        where T : struct, Enum
    {
        var names = value.Split(',');
        var parsed = names.Select(name => Enum.TryParse<T>(name, ignoreCase: true, out var each) && Enum.IsDefined(each) ? each : (T?)null).ToArray();
        if (parsed.Contains(null))
        {
            return $"must be of {string.Join(", ", Enum.GetNames<T>())}";
        }

        set([.. parsed.Select(each => each!.Value)]);
        return null;
    }
}
