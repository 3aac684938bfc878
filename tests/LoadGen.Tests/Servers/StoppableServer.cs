using System.Runtime.InteropServices;
using System.Text.Json;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>The reference's echo server in a process that can be stopped and continued.</summary>
internal sealed partial class StoppableServer : IAsyncDisposable
{
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly ChildProcess _process;

    private StoppableServer(ChildProcess process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public int ProcessId => _process.Id;

    public static async Task<StoppableServer> StartAsync()
    {
        var folder = RepositoryFiles.At("tests", "Interop");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The npm packages of tests/Interop are missing; install them with: npm ci --prefix tests/Interop");
        var process = ChildProcess.Start("node", [Path.Combine(folder, "echo-server.mjs")], "apt-get install nodejs npm", folder);
        var line = await process.ReadAsync(l => l.Contains("\"listening\"", StringComparison.Ordinal) ? l : null, Timeouts.Process, "the line 'listening'");
        var listening = JsonElement.Parse(line);
        return new StoppableServer(process, $"ws://127.0.0.1:{listening.GetProperty("port").GetInt32()}{listening.GetProperty("path").GetString()}");
    }

    /// <summary>Freezes the server for a while: to its clients it is there, and does nothing.</summary>
    public async Task FreezeAsync(TimeSpan duration)
    {
        Send(Stop);
        try
        {
            await Task.Delay(duration, TimeProvider.System);
        }
        finally
        {
            Send(Continue);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
