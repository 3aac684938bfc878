using System.CommandLine;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Commands;

namespace Sws.Gateway.Tests.Commands;

/// <summary>Runs <c>cert</c> commands in a directory of their own, at a known time.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sws-commands-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    public string PathOf(string name) => Path.Combine(_directory, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    public UnixFileMode ModeOf(string name) => File.GetUnixFileMode(PathOf(name));

    /// <summary>Runs a command line; a word that starts with <c>@</c> is a file in the directory.</summary>
    public async Task<CommandResult> RunAsync(string commandLine)
    {
        var arguments = commandLine.Split(' ').Select(word => word.StartsWith('@') ? PathOf(word[1..]) : word).ToArray();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { CertCommand.Create(Time) };
        var exitCode = await CommandRunner.RunAsync(root, arguments, output, error, TestContext.Current.CancellationToken);
        return new CommandResult(exitCode, Shorten(output), Shorten(error));
    }

    /// <summary>Runs a command line that prepares a test; it must succeed.</summary>
    public async Task<string> PrepareAsync(string commandLine)
    {
        var result = await RunAsync(commandLine);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    public async Task PrepareCertificateAsync(string options = "--name device-1.example.com --ip 192.0.2.7")
    {
        await PrepareAsync("cert ca new --name example-ca --days 365 --out @pki");
        await PrepareAsync("cert key new --out @device.key");
        await PrepareAsync($"cert issue --ca @pki/ca.key --key @device.key {options} --days 30 --out @device.cert");
    }

    private string Shorten(StringWriter text) => text.ToString().Replace(_directory + Path.DirectorySeparatorChar, "@", StringComparison.Ordinal);
}
