using System.CommandLine;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Commands;

/// <summary>loadgen worker: what run and agent start. Hidden, since people never type it.</summary>
internal static class WorkerCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandHost host)
    {
        var command = new Command("worker", "Serve one controller over standard input and output. Started by run and agent.") { Hidden = true };
        command.SetAction(async (_, cancellation) =>
        {
            var channel = new MessageChannel(Console.OpenStandardInput(), Console.OpenStandardOutput());
            await using (channel.ConfigureAwait(false))
            {
                await new WorkerSession(channel, host.Clock).RunAsync(cancellation).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
