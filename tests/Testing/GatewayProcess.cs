using System.Globalization;
using System.Text.RegularExpressions;

namespace Sws.Testing;

/// <summary>
/// The gateway as its users run it: the built executable in a process of its own, on free ports of loopback, with a data
/// directory that starts empty.
/// </summary>
public sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly TemporaryFolder? _ownFolder;

    private GatewayProcess(ChildProcess process, string dataDirectory, TemporaryFolder? ownFolder)
    {
        _process = process;
        _ownFolder = ownFolder;
        DataDirectory = dataDirectory;
    }

    /// <summary>The port of SWS clients; 0 for a silo.</summary>
    public int SwsPort { get; private set; }

    /// <summary>The port of health checks and metrics.</summary>
    public int HttpPort { get; private set; }

    /// <summary>Where its keys, CA and store are.</summary>
    public string DataDirectory { get; }

    /// <summary>The certificate file of its CA, for v2 clients.</summary>
    public string CaFile => Path.Combine(DataDirectory, "pki", "ca.cert");

    /// <summary>The key file of its CA, to issue client certificates with.</summary>
    public string CaKeyFile => Path.Combine(DataDirectory, "pki", "ca.key");

    /// <summary>The process, for its output and its id.</summary>
    public ChildProcess Process => _process;

    /// <summary>The built gateway.</summary>
    public static string Executable { get; } =
        RepositoryFiles.At("src", "Gateway", "bin", RepositoryFiles.Configuration, "net10.0", "Sws.Gateway.dll");

    /// <summary>Starts the process and waits for nothing: for runs that are expected to fail.</summary>
    public static ChildProcess Launch(string dataDirectory, params IEnumerable<string> settings)
    {
        if (!File.Exists(Executable))
        {
            throw new InvalidOperationException("The gateway is not built; build it with: dotnet build Gateway.sln -c " + RepositoryFiles.Configuration);
        }

        return ChildProcess.Start(
            "dotnet",
            [
                Executable,
                "--Gateway:SampleHubs=true", "--Gateway:SwsPort=0", "--Gateway:HttpPort=0", "--Gateway:BindAddress=127.0.0.1",
                $"--Gateway:DataDirectory={dataDirectory}",
                "--Cluster:SiloPort=0", "--Cluster:GatewayPort=0",
                .. settings,
            ],
            "apt-get install dotnet-sdk-10.0");
    }

    /// <summary>Starts a gateway with a fresh data directory and waits until it is ready.</summary>
    public static Task<GatewayProcess> StartAsync(params IEnumerable<string> settings)
    {
        var folder = new TemporaryFolder();
        return StartAsync(folder.At("data"), folder, settings);
    }

    /// <summary>Starts a gateway on a data directory of the caller's and waits until it is ready.</summary>
    public static Task<GatewayProcess> StartInAsync(string dataDirectory, params IEnumerable<string> settings) =>
        StartAsync(dataDirectory, null, settings);

    /// <summary>The URL of a hub; <paramref name="query"/> without its question mark.</summary>
    public Uri Url(string hub, string query = "", string host = "127.0.0.1") =>
        new UriBuilder("ws", host, SwsPort, "/client/hubs/" + hub, query.Length > 0 ? "?" + query : "").Uri;

    /// <summary>Ends it as an orchestrator does, and fails unless it drains and exits with 0.</summary>
    public async Task StopAsync()
    {
        _process.Terminate();
        var code = await _process.WaitForExitAsync(Timeouts.Process);
        if (code != 0)
        {
            throw new InvalidOperationException($"The gateway exited with {code} after SIGTERM.\n{_process.Transcript()}");
        }
    }

    /// <summary>The lines that the console format marks as errors: no test may cause one unexpectedly.</summary>
    public IReadOnlyList<string> ErrorLogs()
    {
        var lines = _process.Output;
        return
        [
            .. Enumerable.Range(0, lines.Count)
                .Where(index => Severe().IsMatch(lines[index]))
                .Select(index => string.Join(' ', lines.Skip(index).Take(3).Select(line => line.Trim()))),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _ownFolder?.Dispose();
    }

    private static async Task<GatewayProcess> StartAsync(string dataDirectory, TemporaryFolder? ownFolder, IEnumerable<string> settings)
    {
        var gateway = new GatewayProcess(Launch(dataDirectory, settings), dataDirectory, ownFolder);
        try
        {
            var http = await gateway.ReadPortAsync(ListeningForHttp(), "HTTP");
            await gateway._process.ReadAsync(line => Ready().IsMatch(line) ? line : null, Timeouts.Process, "the line that it is ready");
            gateway.HttpPort = http;
            gateway.SwsPort = gateway._process.Output.Any(Listening().IsMatch) ? await gateway.ReadPortAsync(Listening(), "SWS clients") : 0;
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    private async Task<int> ReadPortAsync(Regex pattern, string what)
    {
        var port = await _process.ReadAsync(
            line => pattern.Match(line) is { Success: true } match ? match.Groups[1].Value : null, Timeouts.Process, $"the line that it listens for {what}");
        return int.Parse(port, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Listening for HTTP on http://[^:/]+:(\d+)")]
    private static partial Regex ListeningForHttp();

    [GeneratedRegex(@"Listening for SWS clients on wss?://[^:/]+:(\d+)/client/hubs/\{hub\}")]
    private static partial Regex Listening();

    [GeneratedRegex(@"\bReady\b")]
    private static partial Regex Ready();

    [GeneratedRegex(@"^(\S+ )?(fail|crit): ")]
    private static partial Regex Severe();
}
