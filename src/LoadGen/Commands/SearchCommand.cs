using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Commands;

/// <summary>loadgen search: the highest rate that keeps a latency promise.</summary>
internal static class SearchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandHost host)
    {
        var set = new RunOptionSet();
        var from = RunOptionSet.Of("--from", "R", "First rate tried, per second. Default 1000.");
        var to = RunOptionSet.Of("--to", "R", "Highest rate tried. Default 1000000.");
        var within = RunOptionSet.Of("--within", "PERCENT", "Stop when the answer is known to this many percent. Default 5.");
        var command = new Command("search", Examples.With(
            "Find the highest open-loop rate that keeps --slo: double the rate until it breaks, then halve the interval.",
            "search --slo p99=10ms --scenario echo --url ws://localhost:8080/client/hubs/echo --connections 1000 --duration 5s --from 2000"))
        {
            from, to, within,
        };
        set.AddTo(command, set.Rate, set.Html, set.Outstanding);
        command.SetAction((result, cancellation) => host.GuardAsync(async () =>
        {
            var reader = new OptionReader(result);
            var options = RunOptionsBinder.Bind(set, reader);
            var bounds = new SearchBounds(reader.Rate(from, 1_000)!.Value, reader.Rate(to, 1_000_000)!.Value, reader.Int(within, 5, 1, 50));
            Check(options, bounds, reader);
            return reader.Problems.Count > 0 ? host.Refuse(reader.Problems) : await RunAsync(options, bounds, host, cancellation).ConfigureAwait(false);
        }));
        return command;
    }

    private static void Check(RunOptions options, SearchBounds bounds, OptionReader reader)
    {
        if (options.Slo is null)
        {
            reader.Fail("--slo: missing; give the promise to search for, such as p99=10ms");
        }

        if (bounds.From > bounds.To)
        {
            reader.Fail("--from: must not be above --to");
        }

        if (options.Scenario == "idle")
        {
            reader.Fail("--scenario: idle sends no messages, so there is no rate to search for");
        }
    }

    private static async Task<int> RunAsync(RunOptions options, SearchBounds bounds, CommandHost host, CancellationToken cancellation)
    {
        var slo = Slo.TryParse(options.Slo!, out var parsed) ? parsed! : throw new InvalidOperationException("The SLO was not checked.");
        var reports = new Dictionary<double, LoadReport>();
        var search = new RateSearch(bounds, async rate =>
        {
            var report = (await host.RunAsync(options with { Rate = rate }, SilentObserver.Instance, cancellation).ConfigureAwait(false)).Report;
            reports[rate] = report;
            // At its own limit the generator knows nothing about the server at this rate.
            var limited = report.Client.Bottleneck.Count > 0;
            var step = new SearchStep(rate, report.Messages.Rate, slo.Measured(report.Latency), report.Passed && !limited, limited);
            await host.Output.WriteLineAsync(Describe(step, slo)).ConfigureAwait(false);
            return step;
        });
        var steps = await search.RunAsync().ConfigureAwait(false);
        var best = steps.Where(s => s.Met).MaxBy(s => s.Rate);
        await host.Output.WriteLineAsync(best is null
            ? $"no rate kept {slo}"
            : string.Create(CultureInfo.InvariantCulture, $"highest rate that keeps {slo}: {best.Rate:0} per second")).ConfigureAwait(false);
        if (RateSearch.LimitedAt(steps) is { } limit)
        {
            await host.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"load generator is the bottleneck at {limit:0} per second: the server may do more")).ConfigureAwait(false);
        }

        if (options.ReportFile is { } file)
        {
            var report = new SearchReport(slo.ToString(), best?.Rate ?? 0, steps, best is null ? null : reports[best.Rate]);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, ReportJson.Readable.SearchReport) + "\n", cancellation).ConfigureAwait(false);
        }

        return best is null ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static string Describe(SearchStep step, Slo slo) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.Rate,9:0}/s: {slo.Percentile} {Units.FormatMicroseconds(step.Latency)}, {step.Achieved:0}/s received: {(step.Met ? "kept" : step.GeneratorLimited ? "generator at its limit" : "broken")}");
}
