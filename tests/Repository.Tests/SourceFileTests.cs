using System.Text.RegularExpressions;

namespace Sws.Repository.Tests;

public sealed partial class SourceFileTests
{
    private const int MaxLines = 400;

    // Written in two parts, so that this file passes its own test.
    private static readonly string[] Leftovers = ["TO" + "DO", "FIX" + "ME"];

    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".css", ".html", ".js", ".json", ".jsonc", ".md", ".mjs", ".props", ".proto", ".run", ".sh", ".sln", ".targets", ".txt", ".yaml", ".yml"];

    [Fact]
    public void Sources_OfTheProduct_AreAtMost400Lines()
    {
        var tooLong =
            from file in RepositoryTree.Sources("src")
            let lines = RepositoryTree.Read(file).AsSpan().Count('\n')
            where lines > MaxLines
            select $"{file}: {lines}";
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Files_OfTheRepository_HoldNoLeftovers() =>
        Assert.Empty(LinesWith(new Regex($@"\b({string.Join('|', Leftovers)})\b")));

    [Fact]
    public void Tests_OfTheRepository_AreNotSkipped()
    {
        // A test that lacks something fails and says which command installs it.
        var skipped =
            from file in RepositoryTree.Sources("tests")
            where Skipped().IsMatch(RepositoryTree.Read(file))
            select file;
        Assert.Empty(skipped);
    }

    [Fact]
    public void Files_OfTheRepository_NameNoMachinesPaths() => Assert.Empty(LinesWith(MachinePath()));

    [Fact]
    public void Files_OfTheRepository_NameNoRegistryHosts() => Assert.Empty(LinesWith(RegistryHost()));

    [Fact]
    public void Namespaces_OfSources_FollowTheirFolder()
    {
        var wrong =
            from file in RepositoryTree.Sources("src")
            let declared = Namespace().Match(RepositoryTree.Read(file))
            where declared.Success
            let expected = "Sws." + string.Join('.', file.Split('/')[1..^1])
            where declared.Groups[1].Value != expected
            select $"{file}: {declared.Groups[1].Value}";
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> LinesWith(Regex pattern) =>
        from file in RepositoryTree.Files
        where TextFiles.Contains(Path.GetExtension(file)) || Path.GetExtension(file).Length == 0 || file == ".ci/run"
        let lines = RepositoryTree.Read(file).Split('\n')
        from number in Enumerable.Range(0, lines.Length)
        where pattern.IsMatch(lines[number])
        select $"{file}:{number + 1}";

    [GeneratedRegex(@"(^|[^\w./:*-])/(work|farm|root|home|tmp)/\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"registry\.npm[j]s|api\.nuge[t]\.org|deb\.debia[n]\.org|""resolved"": ""http")]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"\b(Skip|SkipWhen|SkipUnless|Explicit) *= *[""\w]|Assert\.Skip")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
