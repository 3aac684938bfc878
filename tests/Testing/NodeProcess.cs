using System.Text.Json;

namespace Sws.Testing;

/// <summary>A script of <c>tests/Interop</c> that reports in lines of JSON, each with its <c>event</c>.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private NodeProcess(ChildProcess process) => _process = process;

    /// <summary>Starts a script, <c>echo-server.mjs</c> say.</summary>
    public static NodeProcess Start(string script, params IEnumerable<string> arguments)
    {
        var folder = RepositoryFiles.At("tests", "Interop");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("The npm packages of tests/Interop are missing; install them with: npm ci --prefix tests/Interop");
        }

        return new NodeProcess(ChildProcess.Start("node", [Path.Combine(folder, script), .. arguments], "apt-get install nodejs npm", folder));
    }

    /// <summary>Runs a script to its end and returns its <c>result</c> line.</summary>
    /// <exception cref="InvalidOperationException">The script reported <c>failed</c>, or ended without a result.</exception>
    public static async Task<JsonElement> RunAsync(string script, params IEnumerable<string> arguments)
    {
        await using var node = Start(script, arguments);
        return await node.ReadAsync("result", Timeouts.Script);
    }

    /// <summary>The next line of that event, or the first that came already.</summary>
    /// <exception cref="InvalidOperationException">The script reported <c>failed</c> first, or ended.</exception>
    public async Task<JsonElement> ReadAsync(string name, TimeSpan timeout)
    {
        var line = await _process.ReadAsync(
            line => IsEvent(line, name) || IsEvent(line, "failed") ? line : null, timeout, $"the line '{name}'");
        return IsEvent(line, name)
            ? JsonElement.Parse(line)
            : throw new InvalidOperationException($"{_process.Name} failed: {JsonElement.Parse(line).GetProperty("message").GetString()}\n{_process.Transcript()}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool IsEvent(string line, string name) => line.StartsWith($$"""{"event":"{{name}}""", StringComparison.Ordinal);
}
