using System.Diagnostics;
using Sws.Testing;

namespace Sws.Cluster.Tests;

/// <summary>Patches that break the gateway on purpose must keep up with its source.</summary>
public sealed class PlantedBugTests
{
    public static TheoryData<string> Patches =>
        [.. Directory.GetFiles(RepositoryFiles.At("tests", "Chaos", "planted"), "*.patch").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_OfAPlantedBug_StillApplies(string name)
    {
        var start = new ProcessStartInfo("git", ["apply", "--check", RepositoryFiles.At("tests", "Chaos", "planted", name)])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardError = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start; install it with: apt-get install git");
        var errors = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(git.ExitCode == 0, errors);
    }
}
