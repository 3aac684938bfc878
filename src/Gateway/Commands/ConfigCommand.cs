using System.CommandLine;
using Sws.Gateway.Options;

namespace Sws.Gateway.Commands;

/// <summary>Checks a configuration without starting anything.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        Command check = new("check", "Check the configuration and print every problem, by key. Example: config check --Gateway:SwsPort=9000")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        check.SetAction(result => Check([.. result.UnmatchedTokens]));
        Command config = new("config", "Look at the configuration.");
        config.Subcommands.Add(check);
        return config;
    }

    private static int Check(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        _ = GatewaySettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment(), out IReadOnlyList<string> problems);
        foreach (string problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (problems.Count == 0)
        {
            Console.WriteLine("The configuration is right.");
        }

        return problems.Count == 0 ? 0 : 1;
    }
}
