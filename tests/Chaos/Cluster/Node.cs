using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Sws.Testing;

namespace Sws.Chaos.Cluster;

/// <summary>One gateway process of a cluster, which can be broken and started again.</summary>
internal sealed partial class Node(string name, int number, NodeRole role, ClusterShared shared) : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Four .NET processes that start together on two busy cores need more than one alone.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);

    private const int MaxStarts = 5;

    private ChildProcess? _process;
    private int _starts;
    private readonly List<string> _earlier = [];
    private int _httpPort;

    public string Name => name;

    public int Number => number;

    public NodeRole Role => role;

    /// <summary>Where clients reach it; null for a silo and for a node that is down.</summary>
    public IPEndPoint? Clients { get; private set; }

    public bool IsEdge => role != NodeRole.Silo;

    public bool IsSilo => role != NodeRole.Edge;

    public bool IsUp => _process is { HasExited: false };

    /// <summary>What it printed since it was started last.</summary>
    public IReadOnlyList<string> Output => _process?.Output ?? [];

    /// <summary>What it printed in all its lives.</summary>
    public IEnumerable<string> Log => [.. _earlier, .. Output];

    private IPAddress Address => shared.Network?.Address(number) ?? IPAddress.Loopback;

    /// <summary>Starts the process and waits until it serves.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Remember();
            _process = Launch();
            try
            {
                await ReadyAsync(_process);
                return;
            }
            catch (InvalidOperationException) when (attempt < MaxStarts)
            {
                // It ended itself: on a busy machine a silo may be taken for dead while it starts. An orchestrator starts it again.
                await _process.DisposeAsync();
            }
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Clients = null;
        Remember();
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>SIGSTOP: its sockets stay open and nobody answers.</summary>
    public void Suspend() => _process?.Suspend();

    /// <summary>SIGCONT.</summary>
    public void Resume() => _process?.Resume();

    /// <summary>SIGTERM, and waits until it has drained.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> DrainAsync()
    {
        var process = _process ?? throw new InvalidOperationException($"{name} is not running.");
        var started = TimeProvider.System.GetTimestamp();
        process.Terminate();
        var code = await process.WaitForExitAsync(Timeouts.Process);
        Clients = null;
        return code == 0
            ? TimeProvider.System.GetElapsedTime(started)
            : throw new InvalidOperationException($"{name} exited with {code} after SIGTERM.\n{process.Transcript()}");
    }

    /// <summary>Whether <c>/healthz/ready</c> says so.</summary>
    public async Task<bool> IsReadyAsync()
    {
        if (!IsUp)
        {
            return false;
        }

        try
        {
            using var response = await Http.GetAsync(new Uri($"http://{Address}:{_httpPort}/healthz/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();

    /// <summary>Keeps what the process printed that is about to be replaced.</summary>
    private void Remember()
    {
        if (_process is { } process)
        {
            _earlier.AddRange([.. process.Output, $"-- {name} ended --"]);
        }
    }

    private async Task ReadyAsync(ChildProcess process)
    {
        _httpPort = await ReadPortAsync(process, ListeningForHttp(), "HTTP");
        await process.ReadAsync(line => Ready().IsMatch(line) ? line : null, StartWithin, $"the line that {name} is ready");
        Clients = IsEdge ? new IPEndPoint(Address, await ReadPortAsync(process, ListeningForClients(), "SWS clients")) : null;
    }

    private ChildProcess Launch()
    {
        // Each start on a fresh data directory, as a new pod has.
        var data = shared.Folder.At($"{name}-{_starts++}");
        string[] command =
        [
            "dotnet", shared.Plan.Gateway,
            $"--Gateway:Role={role}", "--Gateway:SwsPort=0", "--Gateway:HttpPort=0", $"--Gateway:BindAddress={Address}", $"--Gateway:DataDirectory={data}",
            "--Cluster:Provider=Redis", $"--Cluster:Redis={shared.Redis.ConnectionString}", "--Cluster:SiloPort=0", "--Cluster:GatewayPort=0",
            .. shared.Plan.HubSettings(),
        ];
        if (IsSilo)
        {
            command = [.. command, $"--Trust:CaKeyFile={shared.AuthorityKey}"];
        }

        return shared.Network is { } network
            ? ChildProcess.Start("ip", [.. network.Prefix(number), .. command], "apt-get install iproute2 dotnet-sdk-10.0")
            : ChildProcess.Start(command[0], command[1..], "apt-get install dotnet-sdk-10.0");
    }

    private static async Task<int> ReadPortAsync(ChildProcess process, Regex pattern, string what) => int.Parse(
        await process.ReadAsync(
            line => pattern.Match(line) is { Success: true } match ? match.Groups[1].Value : null, StartWithin, $"the line that a gateway listens for {what}"),
        CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Listening for HTTP on http://[^:/]+:(\d+)")]
    private static partial Regex ListeningForHttp();

    [GeneratedRegex(@"Listening for SWS clients on ws://[^:/]+:(\d+)/client/hubs/\{hub\}")]
    private static partial Regex ListeningForClients();

    [GeneratedRegex(@"\bReady\b")]
    private static partial Regex Ready();
}
