using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Commands;

/// <summary>What options must hold together. One line per problem, naming the options and the way out.</summary>
internal static class RunOptionsRules
{
    /// <summary>
    /// Adds every broken rule to the reader's problems. Rules about several options only when each option is right by itself:
    /// one mistake, one line.
    /// </summary>
    public static void Check(RunOptions options, OptionReader reader)
    {
        var single = reader.Problems.Count == 0;
        foreach (var problem in Urls(options).Concat(Agents(options)).Concat(single ? Keys(options).Concat(Sizes(options)) : []).ToList())
        {
            reader.Fail(problem);
        }
    }

    private static IEnumerable<string> Urls(RunOptions options)
    {
        if (options.Urls.Count == 0)
        {
            yield return "--url: missing; give the server, such as ws://localhost:8080/client/hubs/echo";
        }

        foreach (var url in options.Urls.Where(u => !ServerAddress.IsValid(u)))
        {
            yield return $"--url: '{url}' is not a ws:// or wss:// URL";
        }

        if (options.MetricsUrl is { } metrics
            && !(Uri.TryCreate(metrics, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
        {
            yield return $"--metrics-url: '{metrics}' is not an http:// or https:// URL";
        }
    }

    private static IEnumerable<string> Keys(RunOptions options)
    {
        if (options.Pin is not null && !PinnedKey.TryParse(options.Pin, out _))
        {
            yield return "--pin: not a public key; give 32 bytes as base64 or hexadecimal";
        }

        if (options.CaKeyFile is not null && (options.CertFile ?? options.KeyFile) is not null)
        {
            yield return "--ca-key: makes a certificate and key pair per connection; leave out --cert and --key";
        }

        if (options.SwsVersion == 1 && (options.CaFile ?? options.CertFile ?? options.CaKeyFile) is not null)
        {
            yield return "--ca, --cert and --ca-key: only version 2 has certificates; add --sws-version 2";
        }

        if (options.SwsVersion == 2 && options.CaFile is null && options.Pin is null && options.Transport == "sws")
        {
            yield return "--sws-version 2: the server must be verified; give --ca or --pin";
        }

        if (options.CertFile is not null && options.KeyFile is null)
        {
            yield return "--cert: needs the key pair that it was issued for; give --key";
        }

        var swsOnly = options.Pin ?? options.CaFile ?? options.CertFile ?? options.KeyFile ?? options.CaKeyFile;
        if (options.Transport == "ws" && (swsOnly is not null || options.SwsVersion == 2))
        {
            yield return "--transport ws: --sws-version, --ca, --cert, --key, --ca-key and --pin belong to sws";
        }
    }

    private static IEnumerable<string> Sizes(RunOptions options)
    {
        var isHub = Topology.IsHub(options.Scenario);
        var workers = Topology.Workers(options);
        if (!isHub && options.Connections > workers * RunOptionsBinder.MaxConnectionsPerWorker)
        {
            yield return $"--workers: {options.Workers} cannot hold {options.Connections} connections; one worker holds {RunOptionsBinder.MaxConnectionsPerWorker}";
        }

        if (!isHub && options.Connections < workers)
        {
            yield return options.Workers > 0
                ? $"--workers: {options.Connections} connections are fewer than the {workers} workers; give fewer, or more --connections"
                : $"--agents: {options.Connections} connections are fewer than the {workers} workers of {Topology.Machines(options)} agents; name fewer, or give more --connections";
        }

        if (options.Scenario == "idle" && options.Rate is not null)
        {
            yield return "--rate: the idle scenario sends no messages; use --ping-interval";
        }

        if (options.Scenario == "idle" && options.Slo is not null)
        {
            yield return "--slo: the idle scenario measures no latency; leave it out, or choose another --scenario";
        }

        if (options.Rate is not null && options.Outstanding != 1)
        {
            yield return "--outstanding: belongs to a closed loop; leave out --rate or --outstanding";
        }
    }

    private static IEnumerable<string> Agents(RunOptions options)
    {
        foreach (var agent in options.Agents.Where(a => !HostPort.TryParse(a, out _, out _)))
        {
            yield return $"--agents: '{agent}' is not HOST:PORT";
        }
    }
}
