using System.CommandLine;

namespace Sws.LoadGen.Commands;

/// <summary>The command line as a whole.</summary>
internal static class RootCommandBuilder
{
    /// <summary>Makes the root command with all subcommands.</summary>
    public static RootCommand Create(CommandHost host) => new(Examples.With(
        "Load generator and verifier for SWS servers and plain WebSocket servers.",
        "run --scenario echo --url ws://localhost:8080/client/hubs/echo --connections 100 --duration 10s"))
    {
        RunCommand.Create(host),
        CompareCommand.Create(host),
        SearchCommand.Create(host),
        AgentCommand.Create(host),
        WorkerCommand.Create(host),
    };

    /// <summary>Parses and runs. Wrong usage is one line per mistake and exit code 2, without a page of help.</summary>
    public static async Task<int> InvokeAsync(string[] arguments, CommandHost host, CancellationToken cancellation = default)
    {
        var result = Create(host).Parse(arguments);
        return result.Errors.Count > 0
            ? host.Refuse(result.Errors.Select(e => e.Message.ReplaceLineEndings(" ")))
            : await result.InvokeAsync(new InvocationConfiguration { Output = host.Output }, cancellation).ConfigureAwait(false);
    }
}
