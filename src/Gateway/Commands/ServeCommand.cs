using System.CommandLine;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Commands;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Command command = new("serve", "Run the gateway (the default). Configuration keys may follow, e.g. --Gateway:SwsPort=9000.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((result, _) => RunAsync([.. result.UnmatchedTokens]));
        return command;
    }

    /// <summary>Runs the gateway.</summary>
    /// <returns>0 after a stop in good order; 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal)) is { } stray)
        {
            await Console.Error.WriteLineAsync($"'{stray}' is neither a command nor a configuration key; see --help.");
            return 2;
        }

        try
        {
            await using WebApplication app = GatewayHost.Build(args);
            CancellationToken stopping = app.Lifetime.ApplicationStopping;
            try
            {
                await app.RunAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Told to stop while it was still waiting for its cluster.
            }

            return 0;
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
