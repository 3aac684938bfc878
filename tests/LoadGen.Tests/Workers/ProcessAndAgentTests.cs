using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sws.LoadGen.Tests.Servers;
using Sws.LoadGen.Workers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Workers;

public sealed partial class ProcessAndAgentTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Run_TwoWorkerProcesses_MergeIntoOneReport()
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--workers", "2", "--connections", "6", "--rate", "300", "--duration", "1s", "--warmup", "0s", "--source-ips", "127.0.0.2-127.0.0.9", "--drain", "20s"],
            inProcess: false);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(2, report.GetProperty("client").GetProperty("workers").GetInt32());
        Assert.Equal(300, report.GetProperty("messages").GetProperty("received").GetInt64());
        Assert.Equal(6, report.GetProperty("connections").GetProperty("opened").GetInt64());
        Assert.Equal(6, server.Accepted);
    }

    [Fact]
    public async Task Run_OnAnAgentThatSharesTheSecret_RunsThere()
    {
        await using var server = new FaultyEchoServer();
        await using var agent = new TestAgent(Secret);
        using var folder = new TemporaryFolder();
        var secretFile = folder.At("secret");
        await File.WriteAllTextAsync(secretFile, Secret + "\n", TestContext.Current.CancellationToken);

        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--agents", await agent.AddressAsync(), "--secret-file", secretFile, "--connections", "4", "--rate", "200", "--duration", "1s", "--warmup", "0s", "--drain", "20s"],
            inProcess: false);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(200, report.GetProperty("messages").GetProperty("received").GetInt64());
        // The run was over, and --once was given.
        await agent.Ended.Within(Timeouts.Process, "the end of the agent");
    }

    [Fact]
    public async Task Run_OnAnAgentWithAnotherSecret_IsTurnedAway()
    {
        await using var agent = new TestAgent(Secret);
        using var folder = new TemporaryFolder();
        var secretFile = folder.At("secret");
        await File.WriteAllTextAsync(secretFile, "another secret of at least 32 characters", TestContext.Current.CancellationToken);

        var result = await Cli.RunAsync(
            ["run", "--url", "ws://127.0.0.1:1/", "--agents", await agent.AddressAsync(), "--secret-file", secretFile, "--connections", "4"], inProcess: false);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not share the secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_PortIsTaken_SaysSoInOneLine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var folder = new TemporaryFolder();
        var secretFile = folder.At("secret");
        await File.WriteAllTextAsync(secretFile, Secret, TestContext.Current.CancellationToken);

        var result = await Cli.RunAsync(["agent", "--listen", listener.LocalEndpoint.ToString()!, "--secret-file", secretFile]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"--listen: {listener.LocalEndpoint} cannot be listened on (AddressAlreadyInUse); choose another address or port, or end what uses it", result.Error.TrimEnd());
    }

    private sealed partial class TestAgent : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly StringWriter _log = new();

        public TestAgent(string secret) =>
            Ended = new AgentServer(secret, TimeProvider.System, TextWriter.Synchronized(_log)).RunAsync(new IPEndPoint(IPAddress.Loopback, 0), once: true, _stop.Token);

        public Task Ended { get; }

        /// <summary>The listener is there when RunAsync first waits, and its line is the first that is written.</summary>
        public Task<string> AddressAsync() => Task.FromResult(Listening().Match(_log.ToString()).Groups[1].Value);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended;
            _stop.Dispose();
        }

        [GeneratedRegex(@"Listening for controllers on (\S+)")]
        private static partial Regex Listening();
    }
}
