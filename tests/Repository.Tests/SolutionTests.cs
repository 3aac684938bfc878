namespace Sws.Repository.Tests;

public sealed class SolutionTests
{
    [Fact]
    public void Solution_EveryProjectOfSrcAndTests_IsInIt()
    {
        var solution = RepositoryTree.Read("Gateway.sln").Replace('\\', '/');
        var projects = RepositoryTree.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal));
        Assert.DoesNotContain(projects, file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_OfTheSolution_HaveALockFile() =>
        Assert.Empty(RepositoryTree.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetDirectoryName(file) + "/packages.lock.json")
            .Except(RepositoryTree.Files));

    [Fact]
    public void Scripts_OfTheRepository_AreExecutable()
    {
        var plain = RepositoryTree.Git("ls-files", "--stage", "--", "*.sh", ".ci/run").Where(line => !line.StartsWith("100755", StringComparison.Ordinal));
        Assert.Empty(plain);
    }
}
