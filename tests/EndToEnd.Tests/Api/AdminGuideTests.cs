using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Api;

/// <summary>The commands of docs/admin-api.md, in order, against a real gateway.</summary>
public sealed partial class AdminGuideTests
{
    [Fact]
    public async Task Guide_ItsCommandsInOrder_Work()
    {
        using TemporaryFolder folder = new();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync();
        using CertificateAuthority authority = CertificateAuthority.Create("guide.example", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        await File.WriteAllTextAsync(folder.At("ca.cert"), authority.Certificate.ToJson(), TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = new()
        {
            ["URL"] = $"http://127.0.0.1:{gateway.HttpPort}/api/admin",
            ["CA"] = folder.At("ca.cert"),
            ["FINGERPRINT"] = authority.Certificate.Fingerprint,
        };
        string guide = await File.ReadAllTextAsync(RepositoryFiles.At("docs", "admin-api.md"), TestContext.Current.CancellationToken);
        string[] commands = [.. Command().Matches(guide).Select(command => command.Groups[1].Value)];
        Assert.InRange(commands.Length, 12, 24);
        foreach (string command in commands)
        {
            bool isToken = command.StartsWith("dotnet run", StringComparison.Ordinal);
            string output = await RunAsync(isToken ? AsBuilt(command, gateway, environment["URL"]) : command, environment);
            if (isToken)
            {
                environment["TOKEN"] = output.Trim();
            }
            else if (command.Contains("/revocations\" -d", StringComparison.Ordinal))
            {
                environment["REVOCATION"] = JsonElement.Parse(output).GetProperty("id").GetString()!;
            }
            else if (command.Contains("/grants\" -d", StringComparison.Ordinal))
            {
                environment["GRANT"] = JsonElement.Parse(output).GetProperty("id").GetString()!;
            }
        }
    }

    // The guide's paths and port are those of a first run in the repository's folder.
    private static string AsBuilt(string command, GatewayProcess gateway, string url) => command
        .Replace("dotnet run --project src/Gateway --", $"dotnet '{GatewayProcess.Executable}'", StringComparison.Ordinal)
        .Replace("data/api.key", $"'{Path.Combine(gateway.DataDirectory, "api.key")}'", StringComparison.Ordinal)
        .Replace("http://localhost:8081/api/admin", url, StringComparison.Ordinal);

    private static async Task<string> RunAsync(string command, Dictionary<string, string> environment)
    {
        ProcessStartInfo start = new("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).Within(Timeouts.Process, command);
        Assert.True(process.ExitCode == 0, $"{command}\nended with {process.ExitCode}: {await error} (is curl installed? apt-get install curl)");
        return await output;
    }

    [GeneratedRegex(@"^```sh\n((?:curl|dotnet run) [^\n]+)\n```$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
