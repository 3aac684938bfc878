using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Commands;

/// <summary>loadgen compare: the same run against two servers in turn, A B A B, so that a noisy machine disturbs both alike.</summary>
internal static class CompareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandHost host)
    {
        var set = new RunOptionSet();
        var a = RunOptionSet.Of("--a", "URL", "The first server.");
        var b = RunOptionSet.Of("--b", "URL", "The second server.");
        var aPid = RunOptionSet.Of("--a-pid", "P", "Process of the first server; several with commas.");
        var bPid = RunOptionSet.Of("--b-pid", "P", "Process of the second server; several with commas.");
        var rounds = RunOptionSet.Of("--rounds", "N", "Pairs of runs. Default 5.");
        var command = new Command("compare", Examples.With(
            "Run the same load against two servers alternately, A B A B, and print ratios with their ranges.",
            "compare --a ws://localhost:8080/client/hubs/echo --b ws://localhost:9000/ --a-pid 4711 --b-pid 4712 --connections 100 --duration 5s --rounds 5 --report compare.json"))
        {
            a, b, aPid, bPid, rounds,
        };
        set.AddTo(command, set.Urls, set.ServerPid, set.MetricsUrl, set.Html);
        command.SetAction((result, cancellation) => host.GuardAsync(async () =>
        {
            var reader = new OptionReader(result);
            var plan = Bind(set, reader, (a, aPid), (b, bPid), rounds);
            return reader.Problems.Count > 0 ? host.Refuse(reader.Problems) : await RunAsync(plan, host, cancellation).ConfigureAwait(false);
        }));
        return command;
    }

    private static ComparePlan Bind(
        RunOptionSet set, OptionReader reader, (Option<string> Url, Option<string> Pid) a, (Option<string> Url, Option<string> Pid) b, Option<string> rounds)
    {
        var count = reader.Int(rounds, 5, 1, 1_000);
        var urlA = Url(reader, a.Url);
        var urlB = Url(reader, b.Url);
        var options = RunOptionsBinder.Bind(set, reader, [urlA]);
        return new ComparePlan(
            options with { ServerPids = Pids(reader, a.Pid) },
            options with { Urls = [urlB], ServerPids = Pids(reader, b.Pid) },
            count);
    }

    private static string Url(OptionReader reader, Option<string> option)
    {
        var url = reader.Text(option);
        if (url is null || !Connections.ServerAddress.IsValid(url))
        {
            reader.Fail(url is null ? $"{option.Name}: missing; give a ws:// or wss:// URL" : $"{option.Name}: '{url}' is not a ws:// or wss:// URL");
            return "ws://localhost/";
        }

        return url;
    }

    private static IReadOnlyList<int> Pids(OptionReader reader, Option<string> option)
    {
        var text = reader.Text(option);
        return text is null ? [] : [.. text.Split(',').Select(part => ProcessId(reader, option, part))];
    }

    private static int ProcessId(OptionReader reader, Option<string> option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Measuring.ProcessStat.TryRead(id, out _)
            ? id
            : reader.Bad(option, text, "a process running on this machine (read from /proc)", 0);

    private static async Task<int> RunAsync(ComparePlan plan, CommandHost host, CancellationToken cancellation)
    {
        var (runsA, runsB) = (new List<LoadReport>(), new List<LoadReport>());
        for (var round = 0; round < plan.Rounds; round++)
        {
            runsA.Add((await host.RunAsync(plan.A, SilentObserver.Instance, cancellation).ConfigureAwait(false)).Report);
            runsB.Add((await host.RunAsync(plan.B, SilentObserver.Instance, cancellation).ConfigureAwait(false)).Report);
            await host.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round + 1} of {plan.Rounds}: A {runsA[^1].Messages.Rate:0}/s, B {runsB[^1].Messages.Rate:0}/s")).ConfigureAwait(false);
        }

        var report = new CompareReport(plan.A.Urls[0], plan.B.Urls[0], plan.Rounds, Comparison.Of(runsA, runsB), runsA, runsB);
        CompareTable.Write(host.Output, report);
        if (plan.A.ReportFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, ReportJson.Readable.CompareReport) + "\n", cancellation).ConfigureAwait(false);
        }

        return runsA.Concat(runsB).All(r => r.Passed) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private sealed record ComparePlan(RunOptions A, RunOptions B, int Rounds);
}
