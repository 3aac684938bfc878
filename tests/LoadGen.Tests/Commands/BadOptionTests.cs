using Sws.LoadGen.Tests.Servers;

namespace Sws.LoadGen.Tests.Commands;

/// <summary>Each mistake gets one line that names the option and says what is allowed, and exit code 2.</summary>
public sealed class BadOptionTests
{
    private static readonly string[] Url = ["--url", "ws://localhost:1/"];

    [Theory]
    [InlineData("--scenario", "fly", "--scenario: 'fly' is not one of connect, echo")]
    [InlineData("--connections", "0", "--connections: '0' is not a whole number from 1")]
    [InlineData("--connections", "many", "--connections: 'many' is not a whole number")]
    [InlineData("--duration", "10", "--duration: '10' is not a duration such as")]
    [InlineData("--duration", "1ms", "at least 100 ms")]
    [InlineData("--rate", "0", "--rate: '0' is not a number per second above 0")]
    [InlineData("--rate", "-5", "--rate: '-5' is not")]
    [InlineData("--size", "8", "--size: '8' is not a size in bytes from 24")]
    [InlineData("--workers", "0", "--workers: '0' is not")]
    [InlineData("--source-ips", "nowhere", "--source-ips: 'nowhere' is not a list")]
    [InlineData("--transport", "udp", "--transport: 'udp' is not one of sws, ws")]
    [InlineData("--sws-version", "3", "--sws-version: '3' is not")]
    [InlineData("--ca", "/no/such/file", "--ca: '/no/such/file' is not a file that exists")]
    [InlineData("--cert", "/no/such/file", "--cert: '/no/such/file' is not a file that exists")]
    [InlineData("--key", "/no/such/file", "--key: '/no/such/file' is not a file that exists")]
    [InlineData("--pin", "abc", "--pin: not a public key")]
    [InlineData("--server-pid", "999999999", "--server-pid: '999999999' is not a process running on this machine")]
    [InlineData("--metrics-url", "nonsense", "--metrics-url: 'nonsense' is not an http")]
    [InlineData("--report", "/no/such/folder/r.json", "--report: '/no/such/folder/r.json' is not a file in a folder that exists")]
    [InlineData("--report", "/proc", "--report: '/proc' is not a file in a folder that exists")]
    [InlineData("--html", "/no/such/folder/r.html", "--html:")]
    [InlineData("--seed", "x", "--seed: 'x' is not")]
    [InlineData("--slo", "fast", "--slo: 'fast' is not a latency promise such as p99=10ms")]
    [InlineData("--agents", "host", "--agents: 'host' is not HOST:PORT")]
    [InlineData("--secret-file", "/no/such/file", "--secret-file: '/no/such/file' is not a file that exists")]
    [InlineData("--outstanding", "0", "--outstanding: '0' is not")]
    [InlineData("--connect-rate", "0", "--connect-rate: '0' is not")]
    [InlineData("--connect-timeout", "soon", "--connect-timeout: 'soon' is not a duration")]
    [InlineData("--warmup", "-1s", "--warmup: '-1s' is not a duration")]
    [InlineData("--drain", "x", "--drain: 'x' is not a duration")]
    [InlineData("--reply-timeout", "x", "--reply-timeout: 'x' is not a duration")]
    [InlineData("--late-after", "x", "--late-after: 'x' is not a duration")]
    [InlineData("--protocol", "mqtt", "--protocol: 'mqtt' is not one of raw, protobuf.reliable")]
    [InlineData("--groups", "0", "--groups: '0' is not")]
    [InlineData("--members", "x", "--members: 'x' is not")]
    [InlineData("--publishers", "0", "--publishers: '0' is not")]
    [InlineData("--pairs", "0", "--pairs: '0' is not")]
    [InlineData("--address", "name", "--address: 'name' is not one of connection, user")]
    [InlineData("--churn-new", "101", "--churn-new: '101' is not")]
    [InlineData("--agents-wait", "x", "--agents-wait: 'x' is not a duration")]
    [InlineData("--every", "1ms", "--every: '1ms' is not a duration")]
    [InlineData("--members", "5", "--members: does nothing in echo")]
    [InlineData("--pairs", "5", "--pairs: does nothing in echo")]
    [InlineData("--churn-rate", "5", "--churn-rate: does nothing in echo")]
    [InlineData("--protocol", "json", "--protocol: echo cannot speak json")]
    [InlineData("--protocol", "signalr", "--protocol signalr: its servers do not speak SWS; add --transport ws")]
    [InlineData("--ping-interval", "1us", "--ping-interval: '1us' is not a duration")]
    public async Task Run_BadValue_OneClearLineAndExitCode2(string option, string value, string expected)
    {
        var result = await Cli.RunAsync(["run", .. Url, option, value]);

        AssertRefused(result, expected);
    }

    [Theory]
    [InlineData("--url: missing", new string[0])]
    [InlineData("--url: 'http://localhost/' is not a ws:// or wss:// URL", new[] { "--url", "http://localhost/" })]
    [InlineData("--ca, --cert and --ca-key: only version 2", new[] { "--url", "ws://h/", "--ca", "FILE" })]
    [InlineData("--sws-version 2: the server must be verified", new[] { "--url", "ws://h/", "--sws-version", "2" })]
    [InlineData("--cert: needs the key pair", new[] { "--url", "ws://h/", "--sws-version", "2", "--ca", "FILE", "--cert", "FILE" })]
    [InlineData("--ca-key: makes a certificate and key pair per connection", new[] { "--url", "ws://h/", "--sws-version", "2", "--ca", "FILE", "--ca-key", "FILE", "--key", "FILE" })]
    [InlineData("--transport ws: --sws-version", new[] { "--url", "ws://h/", "--transport", "ws", "--key", "FILE" })]
    [InlineData("--workers: 1 cannot hold 19001 connections", new[] { "--url", "ws://h/", "--workers", "1", "--connections", "19001" })]
    [InlineData("--workers: 1 connections are fewer than the 2 workers", new[] { "--url", "ws://h/", "--workers", "2", "--connections", "1" })]
    [InlineData("--agents: the 2 workers of 2 agents are more than the 1 groups or pairs", new[] { "--url", "ws://h/", "--agents", "h:1,h:2", "--scenario", "group", "--rate", "5" })]
    [InlineData("--agents: the 6 workers of 3 agents are more than the 4 groups or pairs", new[] { "--url", "ws://h/", "--agents", "h:1,h:2,h:3", "--scenario", "group", "--groups", "4", "--members", "15000" })]
    [InlineData("--members: a group is not split over workers", new[] { "--url", "ws://h/", "--agents", "h:1", "--scenario", "group", "--members", "20000" })]
    [InlineData("--agents: 1 connections are fewer than the 2 workers", new[] { "--url", "ws://h/", "--agents", "h:1,h:2", "--connections", "1" })]
    [InlineData("--slo: the idle scenario measures no latency", new[] { "--url", "ws://h/", "--scenario", "idle", "--slo", "p99=1ms" })]
    [InlineData("--rate: the idle scenario sends no messages", new[] { "--url", "ws://h/", "--scenario", "idle", "--rate", "5" })]
    [InlineData("--connections: follows from groups and pairs in group", new[] { "--url", "ws://h/", "--scenario", "group", "--connections", "5" })]
    [InlineData("--churn-rate: '0' is not a number per second above 0", new[] { "--url", "ws://h/", "--scenario", "churn", "--churn-rate", "0" })]
    [InlineData("--protocol: churn cannot speak json;", new[] { "--url", "ws://h/", "--scenario", "churn", "--protocol", "json" })]
    [InlineData("--protocol: direct cannot speak nats", new[] { "--url", "ws://h/", "--scenario", "direct", "--protocol", "nats", "--transport", "ws" })]
    [InlineData("--workers: 3 workers are more than the 2 groups or pairs", new[] { "--url", "ws://h/", "--scenario", "group", "--groups", "2", "--workers", "3" })]
    [InlineData("--workers: 1 cannot hold these groups and pairs", new[] { "--url", "ws://h/", "--scenario", "group", "--groups", "2", "--members", "15000", "--workers", "1" })]
    [InlineData("--members: a group is not split over workers", new[] { "--url", "ws://h/", "--scenario", "group", "--members", "20000" })]
    [InlineData("--no-acks: does nothing in echo", new[] { "--url", "ws://h/", "--no-acks" })]
    [InlineData("--size: payloads are base64 in json; give at least 32", new[] { "--url", "ws://h/", "--scenario", "group", "--protocol", "json", "--size", "24" })]
    [InlineData("--outstanding: belongs to a closed loop", new[] { "--url", "ws://h/", "--rate", "5", "--outstanding", "2" })]
    public async Task Run_OptionsThatDoNotFit_OneClearLineAndExitCode2(string expected, string[] arguments)
    {
        var file = typeof(BadOptionTests).Assembly.Location;

        var result = await Cli.RunAsync(["run", .. arguments.Select(a => a == "FILE" ? file : a)]);

        AssertRefused(result, expected);
    }

    [Theory]
    [InlineData("--a: missing", new[] { "compare", "--b", "ws://h/" })]
    [InlineData("--b: 'x' is not a ws:// or wss:// URL", new[] { "compare", "--a", "ws://h/", "--b", "x" })]
    [InlineData("--a-pid: 'x' is not a process", new[] { "compare", "--a", "ws://h/", "--b", "ws://h/", "--a-pid", "x" })]
    [InlineData("--rounds: '0' is not", new[] { "compare", "--a", "ws://h/", "--b", "ws://h/", "--rounds", "0" })]
    [InlineData("--slo: missing", new[] { "search", "--url", "ws://h/" })]
    [InlineData("--from: must not be above --to", new[] { "search", "--url", "ws://h/", "--slo", "p99=1ms", "--from", "9", "--to", "8" })]
    [InlineData("--listen: missing", new[] { "agent" })]
    [InlineData("--listen: 'here' is not ADDRESS:PORT", new[] { "agent", "--listen", "here" })]
    [InlineData("--secret-file: agents need a shared secret", new[] { "agent", "--listen", "127.0.0.1:0" })]
    [InlineData("'--bogus'", new[] { "run", "--bogus" })]
    [InlineData("command", new string[0])]
    public async Task OtherCommands_Mistakes_OneClearLineAndExitCode2(string expected, string[] arguments) =>
        AssertRefused(await Cli.RunAsync(arguments), expected);

    [Theory]
    [InlineData("run")]
    [InlineData("compare")]
    [InlineData("search")]
    [InlineData("agent")]
    public async Task Help_OfEachCommand_EndsWithAnExample(string command)
    {
        var result = await Cli.RunAsync([command, "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"loadgen {command} ", result.Output, StringComparison.Ordinal);
    }

    private static void AssertRefused(CliResult result, string expected)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, Assert.Single(result.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
