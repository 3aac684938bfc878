using System.CommandLine;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Commands;

/// <summary>loadgen run: one run, one report.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandHost host)
    {
        var set = new RunOptionSet();
        var command = new Command("run", Examples.With(
            "Run one scenario against a server, verify every message, and report.",
            "run --scenario echo --url ws://localhost:8080/client/hubs/echo --connections 1000 --rate 5000 --duration 20s --server-pid 4711 --report r.json --html r.html",
            "run --scenario connect --url ws://localhost:8080/client/hubs/echo --connections 32 --duration 10s",
            "run --scenario idle --url ws://localhost:8080/client/hubs/echo --connections 60000 --workers 4 --source-ips 127.0.0.2-127.0.0.9 --duration 5m"));
        set.AddTo(command);
        command.SetAction((result, cancellation) => host.GuardAsync(() => ExecuteAsync(set, result, host, cancellation)));
        return command;
    }

    private static async Task<int> ExecuteAsync(RunOptionSet set, ParseResult result, CommandHost host, CancellationToken cancellation)
    {
        var reader = new OptionReader(result);
        var options = RunOptionsBinder.Bind(set, reader);
        if (reader.Problems.Count > 0)
        {
            return host.Refuse(reader.Problems);
        }

        var outcome = await host.RunAsync(options, host.CreateObserver(), cancellation).ConfigureAwait(false);
        await ReportFiles.WriteAsync(options, outcome).ConfigureAwait(false);
        ConsoleSummary.Write(host.Output, outcome.Report);
        return outcome.Report.Passed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
