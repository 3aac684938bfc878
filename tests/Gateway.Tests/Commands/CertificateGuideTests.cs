using System.Text.RegularExpressions;
using Sws.Testing;

namespace Sws.Gateway.Tests.Commands;

public sealed partial class CertificateGuideTests
{
    [Fact]
    public async Task Guide_ItsCommandsInOrder_Work()
    {
        using var commandLine = new CommandLine();
        var commands = Command().Matches(await File.ReadAllTextAsync(
            RepositoryFiles.At("docs", "certificates.md"), TestContext.Current.CancellationToken));

        Assert.InRange(commands.Count, 7, 20);
        foreach (Match command in commands)
        {
            await commandLine.PrepareAsync(OwnFile().Replace(command.Groups[1].Value, "@$0"));
        }
    }

    [GeneratedRegex("^ *(cert .+)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<= )(pki\S*|device-1\.(key|cert))")]
    private static partial Regex OwnFile();
}
