using System.Text.RegularExpressions;

namespace Sws.Repository.Tests;

public sealed partial class ProjectReferenceTests
{
    // The analyzer is build equipment: nothing of it ships.
    private static readonly string[] BuildEquipment = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    private static readonly IReadOnlyDictionary<string, ProjectFile> Projects = ProjectFile.Product();

    public static TheoryData<string> Names => [.. Projects.Keys.Order()];

    [Fact]
    public void Product_EveryProject_HasARule() => Assert.Equal(ProjectRule.All.Keys.Order(), Projects.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void ProjectReferences_OfAProject_AreAllowed(string name) =>
        Assert.Empty(Projects[name].Projects.Except(ProjectRule.All[name].Projects));

    [Theory]
    [MemberData(nameof(Names))]
    public void PackageReferences_OfAProject_AreAllowed(string name)
    {
        if (ProjectRule.All[name].Packages is { } allowed)
        {
            Assert.Empty(Projects[name].Packages.Except(allowed));
        }

        Assert.DoesNotContain(Projects[name].Packages, package => IsForbidden(name, package));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LockedPackages_OfAProject_BringNothingForbidden(string name) =>
        Assert.DoesNotContain(Projects[name].LockedPackages.Except(BuildEquipment), package => IsForbidden(name, package));

    [Theory]
    [MemberData(nameof(Names))]
    public void SharedFramework_OfAProject_IsAllowed(string name)
    {
        if (!ProjectRule.All[name].AspNetCore)
        {
            Assert.Equal("Microsoft.NET.Sdk", Projects[name].Sdk);
            Assert.Empty(Projects[name].Frameworks);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sources_OfAProject_NameNothingForbidden(string name)
    {
        var forbidden = ProjectRule.All[name].ForbiddenNames;
        var found =
            from file in RepositoryTree.Sources("src/" + name)
            let code = Comment().Replace(RepositoryTree.Read(file), "")
            from word in forbidden
            where Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(word)}(?!\w)")
            select $"{file} names {word}";
        Assert.Empty(found);
    }

    private static bool IsForbidden(string project, string package) =>
        ProjectRule.All[project].ForbiddenPackages.Any(start => package.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
