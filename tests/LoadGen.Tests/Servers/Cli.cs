using System.Text.Json;
using Sws.LoadGen.Commands;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>Runs the command line inside the test process.</summary>
internal static class Cli
{
    /// <summary>Runs it; workers are inside this process unless told otherwise.</summary>
    public static async Task<CliResult> RunAsync(IReadOnlyList<string> arguments, bool inProcess = true)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(TextWriter.Synchronized(output), TextWriter.Synchronized(error), TimeProvider.System, isTerminal: false) { InProcess = inProcess };
        var code = await RootCommandBuilder.InvokeAsync([.. arguments], host).Within(Timeouts.Script, $"loadgen {string.Join(' ', arguments)}");
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs "run" and reads its JSON report.</summary>
    public static async Task<(CliResult Result, JsonElement Report)> ReportAsync(IReadOnlyList<string> arguments, bool inProcess = true)
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("report.json");
        var result = await RunAsync(["run", .. arguments, "--report", file], inProcess);
        Assert.True(File.Exists(file), $"no report; exit code {result.ExitCode}: {result.Error}{result.Output}");
        return (result, JsonElement.Parse(await File.ReadAllTextAsync(file)));
    }
}
