using System.CommandLine;
using Sws.Gateway.Commands;
using Sws.Gateway.Hosting;

SocketScheduling.PreferInline();
RootCommand root = new("Gateway for SWS clients. Without a command it serves; configuration keys may follow, e.g. --Gateway:SwsPort=9000.")
{
    ServeCommand.Create(),
    ConfigCommand.Create(),
    CertCommand.Create(TimeProvider.System),
    TokenCommand.Create(TimeProvider.System),
};
root.TreatUnmatchedTokensAsErrors = false;
root.SetAction((result, _) => ServeCommand.RunAsync([.. result.UnmatchedTokens]));
return await CommandRunner.RunAsync(root, args, Console.Out, Console.Error);
