namespace Sws.LoadGen.Commands;

/// <summary>How many connections a scenario's groups and pairs need, and how they are divided. Groups and pairs are never split over workers.</summary>
internal static class Topology
{
    /// <summary>Scenarios whose connections follow from groups or pairs.</summary>
    public static bool IsHub(string scenario) => HasGroups(scenario) || HasPairs(scenario);

    /// <summary>Scenarios with groups.</summary>
    public static bool HasGroups(string scenario) => scenario is "group" or "churn" or "soak";

    /// <summary>Scenarios with pairs.</summary>
    public static bool HasPairs(string scenario) => scenario is "direct" or "soak";

    /// <summary>Scenarios whose connections are cut.</summary>
    public static bool HasChurn(string scenario) => scenario is "churn" or "soak";

    /// <summary>Connections in all.</summary>
    public static long Connections(RunOptions options) =>
        IsHub(options.Scenario) ? Groups(options) * GroupSize(options) + (Pairs(options) * 2) : options.Connections;

    /// <summary>Connections of one group.</summary>
    public static long GroupSize(RunOptions options) => (long)options.Publishers + options.Members;

    /// <summary>How many workers there may be at most, so that each has something to do.</summary>
    public static int MostWorkers(RunOptions options) => options.Scenario switch
    {
        "direct" => options.Pairs,
        "soak" => Math.Min(options.Groups, options.Pairs),
        "group" or "churn" => options.Groups,
        _ => options.Connections,
    };

    /// <summary>How few workers hold the connections.</summary>
    /// <param name="options">The run.</param>
    /// <param name="perWorker">Most connections of one worker.</param>
    public static int FewestWorkers(RunOptions options, int perWorker)
    {
        var workers = (int)Math.Min(int.MaxValue, (Connections(options) + perWorker - 1) / perWorker);
        while (workers < MostWorkers(options) && Slice(options, 0, workers).Connections > perWorker)
        {
            workers++;
        }

        return workers;
    }

    /// <summary>Workers of each machine: so many as were asked for, or as few as hold the connections.</summary>
    public static int WorkersPerMachine(RunOptions options)
    {
        var machines = Machines(options);
        return options.Workers > 0
            ? options.Workers
            : (FewestWorkers(options, RunOptionsBinder.MaxConnectionsPerWorker) + machines - 1) / machines;
    }

    /// <summary>Machines that workers run on: the agents, or this one.</summary>
    public static int Machines(RunOptions options) => Math.Max(1, options.Agents.Count);

    /// <summary>Workers in all.</summary>
    public static long Workers(RunOptions options) => (long)WorkersPerMachine(options) * Machines(options);

    /// <summary>One worker's share; shares differ by at most one connection, group or pair, and rates follow the senders.</summary>
    public static RunOptions Slice(RunOptions options, int worker, int workers)
    {
        var share = IsHub(options.Scenario)
            ? options with { Groups = Share(options.Groups, worker, workers), Pairs = Share(options.Pairs, worker, workers) }
            : options with { Connections = Share(options.Connections, worker, workers) };
        share = share with { Connections = (int)Connections(share) };
        var part = (double)Senders(share) / Senders(options);
        return share with { Rate = options.Rate * part, ConnectRate = options.ConnectRate * part, ChurnRate = options.ChurnRate * part };
    }

    /// <summary>The two parts of a soak run: its groups and its pairs.</summary>
    public static (RunOptions Groups, RunOptions Pairs) SplitSoak(RunOptions options)
    {
        var groups = options with { Scenario = "group" };
        var pairs = options with { Scenario = "direct", ChurnRate = null };
        var part = (double)Senders(groups) / Senders(options);
        var connections = (double)Connections(groups) / Connections(options);
        return (
            groups with { Connections = (int)Connections(groups), Rate = options.Rate * part, ConnectRate = options.ConnectRate * connections },
            pairs with { Connections = (int)Connections(pairs), Rate = options.Rate * (1 - part), ConnectRate = options.ConnectRate * (1 - connections) });
    }

    private static long Groups(RunOptions options) => HasGroups(options.Scenario) ? options.Groups : 0;

    private static long Pairs(RunOptions options) => HasPairs(options.Scenario) ? options.Pairs : 0;

    private static long Senders(RunOptions options) =>
        IsHub(options.Scenario) ? (Groups(options) * options.Publishers) + Pairs(options) : options.Connections;

    private static int Share(int whole, int worker, int workers) => (whole / workers) + (worker < whole % workers ? 1 : 0);
}
