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
            "run --scenario group --url ws://localhost:8080/client/hubs/chat --groups 1 --members 1000 --rate 50 --duration 10s --server-pid 4711",
            "run --scenario direct --url ws://node1:8080/client/hubs/chat,ws://node2:8080/client/hubs/chat --pairs 100 --rate 2000 --duration 10s",
            "run --scenario churn --url ws://localhost:8080/client/hubs/chat --groups 10 --members 50 --rate 100 --churn-rate 20 --duration 1m",
            "run --scenario soak --url ws://localhost:8080/client/hubs/chat --groups 10 --members 50 --pairs 20 --rate 200 --duration 8h --every 1m --server-pid 4711 --report soak.json --html soak.html",
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

        var outcome = await host.RunAsync(options, host.CreateObserver(options.SummaryEvery), cancellation).ConfigureAwait(false);
        await ReportFiles.WriteAsync(options, outcome).ConfigureAwait(false);
        ConsoleSummary.Write(host.Output, outcome.Report);
        if (options.ReportFile == ReportFiles.StandardOutput)
        {
            await host.Output.WriteLineAsync(ReportFiles.ToJson(outcome.Report)).ConfigureAwait(false);
        }

        return outcome.Report.Passed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
