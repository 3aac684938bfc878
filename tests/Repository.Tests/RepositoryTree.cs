using System.Diagnostics;
using Sws.Testing;

namespace Sws.Repository.Tests;

/// <summary>The files of the repository as git knows them: committed, or new and not ignored.</summary>
internal static class RepositoryTree
{
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(List);

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => Listed.Value;

    /// <summary>The C# sources under a folder, as paths from the root.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The text of a file named from the root.</summary>
    public static string Read(string file) => File.ReadAllText(RepositoryFiles.At(file));

    /// <summary>What git prints for these arguments, one line an item.</summary>
    public static IReadOnlyList<string> Git(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = RepositoryFiles.Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)
            ?? throw new InvalidOperationException("git did not start; install it with: apt-get install git");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<string> List() =>
        [.. Git("ls-files", "--cached", "--others", "--exclude-standard").Where(file => File.Exists(RepositoryFiles.At(file)))];
}
