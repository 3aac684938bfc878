using Sws.LoadGen.Dialects;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Commands;

/// <summary>Turns the command line into <see cref="RunOptions"/>; problems collect in the reader.</summary>
internal static class RunOptionsBinder
{
    /// <summary>Sockets that one worker process may hold: the usual hard limit of 20 000 descriptors less what the process itself needs.</summary>
    public const int MaxConnectionsPerWorker = 19_000;

    private const int MaxWorkers = 64;
    private const int MaxConnections = 10_000_000;

    /// <summary>Reads all options. The result is only good when the reader has no problems.</summary>
    public static RunOptions Bind(RunOptionSet set, OptionReader reader, IReadOnlyList<string>? urls = null)
    {
        var options = BindHub(set, reader, BindTransport(set, reader, BindLoad(set, reader, urls ?? reader.List(set.Urls)))) with
        {
            ServerPids = Pids(set, reader),
            MetricsUrl = reader.Text(set.MetricsUrl),
            ReportFile = reader.NewFile(set.Report),
            HtmlFile = reader.NewFile(set.Html),
            Seed = reader.Int(set.Seed, 1, 0, int.MaxValue),
            Slo = Slo(set, reader),
            Agents = reader.List(set.Agents),
            AgentsWait = reader.Duration(set.AgentsWait, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100)),
            SecretFile = reader.ExistingFile(set.SecretFile),
        };
        RunOptionsRules.Check(options, reader);
        HubOptionsRules.Check(set, options, reader);
        return options with
        {
            Workers = Topology.WorkersPerMachine(options),
            Connections = (int)Math.Min(MaxConnections, Topology.Connections(options)),
        };
    }

    private static RunOptions BindLoad(RunOptionSet set, OptionReader reader, IReadOnlyList<string> urls) => new()
    {
        Scenario = reader.Choice(set.Scenario, "echo", [.. ScenarioCatalog.Names]),
        Urls = urls,
        Connections = reader.Int(set.Connections, 100, 1, MaxConnections),
        Duration = reader.Duration(set.Duration, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100)),
        Rate = reader.Rate(set.Rate, null),
        Size = reader.Size(set.Size, 256, PayloadHeader.Length, 1 << 20),
        Workers = reader.Int(set.Workers, 0, 1, MaxWorkers),
        Outstanding = reader.Int(set.Outstanding, 1, 1, 10_000),
        Warmup = reader.Duration(set.Warmup, TimeSpan.FromSeconds(1), TimeSpan.Zero),
        Drain = reader.Duration(set.Drain, TimeSpan.FromSeconds(5), TimeSpan.Zero),
        ReplyTimeout = reader.Duration(set.ReplyTimeout, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(10)),
        LateAfter = reader.Duration(set.LateAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1)),
        PingInterval = reader.Duration(set.PingInterval, TimeSpan.Zero, TimeSpan.FromMilliseconds(100)),
        NoProof = reader.Flag(set.NoProof),
    };

    private static RunOptions BindHub(RunOptionSet set, OptionReader reader, RunOptions options)
    {
        var soak = options.Scenario == "soak";
        var churns = Topology.HasChurn(options.Scenario);
        return options with
        {
            Protocol = reader.Choice(set.Protocol, Topology.IsHub(options.Scenario) ? DialectCatalog.Default : DialectCatalog.Raw, DialectCatalog.Names),
            Groups = reader.Int(set.Groups, 1, 1, MaxConnections),
            Members = reader.Int(set.Members, 100, 1, MaxConnections),
            Publishers = reader.Int(set.Publishers, 1, 1, 10_000),
            Pairs = reader.Int(set.Pairs, soak ? 10 : 50, 1, MaxConnections),
            Address = reader.Choice(set.Address, "connection", "connection", "user") == "user" ? AddressKind.User : AddressKind.Connection,
            NoAcks = reader.Flag(set.NoAcks),
            ChurnRate = churns ? reader.Rate(set.ChurnRate, soak ? 1 : 5) : null,
            ChurnNewPercent = reader.Int(set.ChurnNew, 20, 0, 100),
            // Cut members would hold a closed loop back, so churn runs on schedule.
            Rate = churns ? options.Rate ?? 100 : options.Rate,
            SummaryEvery = reader.Duration(set.SummaryEvery, TimeSpan.FromSeconds(soak ? 10 : 1), TimeSpan.FromSeconds(1)),
        };
    }

    private static RunOptions BindTransport(RunOptionSet set, OptionReader reader, RunOptions options) => options with
    {
        SourceIps = Sources(set, reader),
        Transport = reader.Choice(set.Transport, "sws", "sws", "ws"),
        SwsVersion = reader.Int(set.SwsVersion, 1, 1, 2),
        CaFile = reader.ExistingFile(set.Ca),
        CertFile = reader.ExistingFile(set.Cert),
        CaKeyFile = reader.ExistingFile(set.CaKey),
        KeyFile = reader.ExistingFile(set.Key),
        Pin = reader.Text(set.Pin),
        TlsInsecure = reader.Flag(set.TlsInsecure),
        Unmasked = reader.Flag(set.Unmasked),
        ConnectRate = reader.Rate(set.ConnectRate, null),
        ConnectParallel = reader.Int(set.ConnectParallel, 32, 1, 10_000),
        ConnectTimeout = reader.Duration(set.ConnectTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(10)),
    };

    private static IReadOnlyList<string> Sources(RunOptionSet set, OptionReader reader)
    {
        var text = reader.Text(set.SourceIps);
        if (text is null)
        {
            return [];
        }

        return SourceAddresses.TryParse(text, out var addresses)
            ? addresses
            : reader.Bad<IReadOnlyList<string>>(set.SourceIps, text, $"a list of up to {SourceAddresses.MaxAddresses} addresses or IPv4 ranges", []);
    }

    private static List<int> Pids(RunOptionSet set, OptionReader reader)
    {
        var pids = new List<int>();
        foreach (var text in reader.List(set.ServerPid))
        {
            if (int.TryParse(text, out var pid) && ProcessStat.TryRead(pid, out _))
            {
                pids.Add(pid);
            }
            else
            {
                reader.Bad(set.ServerPid, text, "a process running on this machine (read from /proc)", 0);
            }
        }

        return pids;
    }

    private static string? Slo(RunOptionSet set, OptionReader reader)
    {
        var text = reader.Text(set.Slo);
        return text is null || Commands.Slo.TryParse(text, out _)
            ? text
            : reader.Bad(set.Slo, text, "a latency promise such as p99=10ms (p50, p90, p99, p999 or max)", text);
    }
}
