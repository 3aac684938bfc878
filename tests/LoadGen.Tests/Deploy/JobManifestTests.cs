using Sws.LoadGen.Commands;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Deploy;

/// <summary>The Kubernetes jobs of deploy/k8s/loadgen start commands that exist, and name each other's pods, ports and secret.</summary>
public sealed class JobManifestTests
{
    private static readonly string[] Agents = Lines("agents.yaml");
    private static readonly string[] Controller = Lines("controller.yaml");

    [Fact]
    public void Controller_NamesEveryAgentOfTheIndexedJob()
    {
        var completions = int.Parse(Value(Agents, "completions"), System.Globalization.CultureInfo.InvariantCulture);
        var pods = Enumerable.Range(0, completions).Select(i => $"{Value(Agents, "name")}-{i}.{Value(Agents, "subdomain")}:7070");

        Assert.Equal(string.Join(',', pods), Arguments(Controller)[2]);
        Assert.Equal("Indexed", Value(Agents, "completionMode"));
        Assert.Equal(completions.ToString(System.Globalization.CultureInfo.InvariantCulture), Value(Agents, "parallelism"));
        Assert.Contains("--once", Arguments(Agents));
        Assert.Equal(Value(Agents, "secretName"), Value(Controller, "secretName"));
    }

    [Fact]
    public void Arguments_AreOptionsThatTheCommandsHave()
    {
        var host = new CommandHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, isTerminal: false);

        Assert.Empty(RootCommandBuilder.Create(host).Parse(Arguments(Agents)).Errors);
        Assert.Empty(RootCommandBuilder.Create(host).Parse(Arguments(Controller)).Errors);
    }

    private static string[] Lines(string file) => File.ReadAllLines(RepositoryFiles.At("deploy", "k8s", "loadgen", file));

    private static string Value(string[] lines, string key) =>
        lines.First(line => line.TrimStart().StartsWith(key + ": ", StringComparison.Ordinal)).Split(": ", 2)[1];

    private static string[] Arguments(string[] lines) =>
    [
        .. lines.SkipWhile(line => line.Trim() != "args:").Skip(1)
            .TakeWhile(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal) && !line.Contains(": ", StringComparison.Ordinal))
            .Select(line => line.Trim()[2..].Trim('"')),
    ];
}
