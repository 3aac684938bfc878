using System.Globalization;
using System.Net.Sockets;
using Sws.LoadGen.Tests.Servers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Bench;

/// <summary>The servers that bench/run.sh compares the gateway with and that are built here: what it measures must still start and answer.</summary>
public sealed class BenchServerTests
{
    private static readonly string Executable = RepositoryFiles.At("tests", "Benchmarks", "bin", RepositoryFiles.Configuration, "net10.0", "Sws.Benchmarks.dll");

    [Theory]
    [InlineData("edge", "echo", "/client/hubs/echo", "--transport", "sws")]
    [InlineData("stock", "echo", "/", "--transport", "ws")]
    [InlineData("signalr", "echo", "/hub", "--transport", "ws", "--protocol", "signalr")]
    [InlineData("plain-hub", "group", "/", "--transport", "ws", "--protocol", "protobuf.reliable")]
    public async Task Server_OfTheBench_ServesTheLoadGenerator(string kind, string scenario, string path, params string[] options)
    {
        int port = Ports.Free();
        string number = port.ToString(CultureInfo.InvariantCulture);
        await using var server = ChildProcess.Start("dotnet", [Executable, kind, number], "apt-get install dotnet-sdk-10.0");
        await ListensAsync(server, port).Within(Timeouts.Process, $"the {kind} server to listen");
        string[] size = scenario == "group" ? ["--members", "2", "--outstanding", "1"] : ["--connections", "2"];

        var (result, report) = await Cli.ReportAsync(
            ["--scenario", scenario, "--url", $"ws://127.0.0.1:{number}{path}", .. options, .. size, "--size", "64", "--duration", "200ms", "--warmup", "0s"]);

        Assert.True(result.ExitCode == 0, $"{result.Error}{result.Output}\n{server.Transcript()}");
        Assert.True(report.GetProperty("messages").GetProperty("received").GetInt64() > 0);
    }

    private static async Task ListensAsync(ChildProcess server, int port)
    {
        while (!server.HasExited)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        Assert.Fail($"It ended.\n{server.Transcript()}");
    }
}
