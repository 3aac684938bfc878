using System.CommandLine;
using System.Net;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Commands;

/// <summary>loadgen agent: offers this machine to controllers elsewhere.</summary>
internal static class AgentCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandHost host)
    {
        var listen = RunOptionSet.Of("--listen", "HOST:PORT", "Address to listen on; 0.0.0.0 for all, port 0 for any.");
        var secretFile = RunOptionSet.Of("--secret-file", "FILE", $"File with the secret shared with the controller. Default: the variable {SharedSecret.Variable}.");
        var once = new Option<bool>("--once") { Description = "End when the first run is over; for batch jobs." };
        var command = new Command("agent", Examples.With(
            "Wait for a controller ('run --agents'), and run its workers on this machine. Both must know the same secret.",
            "agent --listen 0.0.0.0:7070 --secret-file secret.txt",
            "run --agents 10.0.0.5:7070,10.0.0.6:7070 --secret-file secret.txt --scenario echo --url ws://gateway:8080/client/hubs/echo --connections 30000"))
        {
            listen, secretFile, once,
        };
        command.SetAction((result, cancellation) => host.GuardAsync(() =>
        {
            var reader = new OptionReader(result);
            var endPoint = EndPoint(reader, listen);
            var file = reader.ExistingFile(secretFile);
            var secret = reader.Problems.Count == 0 ? SharedSecret.Read(file) : null;
            if (reader.Problems.Count == 0 && secret is null)
            {
                reader.Fail(SharedSecret.Missing);
            }

            return reader.Problems.Count > 0
                ? Task.FromResult(host.Refuse(reader.Problems))
                : ServeAsync(new AgentServer(secret!, host.Clock, host.Output), endPoint, reader.Flag(once), cancellation);
        }));
        return command;
    }

    private static async Task<int> ServeAsync(AgentServer server, IPEndPoint endPoint, bool once, CancellationToken cancellation)
    {
        await server.RunAsync(endPoint, once, cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static IPEndPoint EndPoint(OptionReader reader, Option<string> listen)
    {
        var fallback = new IPEndPoint(IPAddress.Loopback, 0);
        var text = reader.Text(listen);
        if (text is null)
        {
            reader.Fail("--listen: missing; give HOST:PORT, such as 0.0.0.0:7070");
            return fallback;
        }

        return HostPort.TryParse(text, out var host, out var port) && IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var address)
            ? new IPEndPoint(address, port)
            : reader.Bad(listen, text, "ADDRESS:PORT", fallback);
    }
}
