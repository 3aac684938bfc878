using System.Diagnostics;
using System.Net;

namespace Sws.Chaos.Cluster;

/// <summary>
/// A bridge on this machine and a network namespace for each node, so that a cable can be pulled. Needs root and the ip program; where
/// they are missing nodes share loopback and there are no partitions.
/// </summary>
internal sealed class NetworkNamespaces : IAsyncDisposable
{
    private readonly string _name = $"sws{Environment.ProcessId % 100000}";
    private readonly string _subnet = $"10.{100 + (Environment.ProcessId / 250 % 100)}.{Environment.ProcessId % 250}";
    private readonly List<int> _nodes = [];

    private NetworkNamespaces()
    {
    }

    /// <summary>Where the bridge, and so this process, is reached from all nodes.</summary>
    public IPAddress Host => IPAddress.Parse($"{_subnet}.1");

    /// <summary>Makes the bridge; null where this machine does not allow it.</summary>
    public static async Task<NetworkNamespaces?> TryCreateAsync()
    {
        var network = new NetworkNamespaces();
        try
        {
            await IpAsync($"link add {network._name} type bridge");
            await IpAsync($"addr add {network.Host}/24 dev {network._name}");
            await IpAsync($"link set {network._name} up");
            await network.AddAsync(200);
            return network;
        }
        catch (InvalidOperationException)
        {
            await network.DisposeAsync();
            return null;
        }
    }

    /// <summary>The address of a node.</summary>
    public IPAddress Address(int node) => IPAddress.Parse($"{_subnet}.{node + 10}");

    /// <summary>What stands before a command line to run it as that node.</summary>
    public IEnumerable<string> Prefix(int node) => ["netns", "exec", Namespace(node)];

    /// <summary>Makes the namespace of a node, connected.</summary>
    public async Task AddAsync(int node)
    {
        _nodes.Add(node);
        await IpAsync($"netns add {Namespace(node)}");
        await IpAsync($"link add {Cable(node)} type veth peer name eth0 netns {Namespace(node)}");
        await IpAsync($"link set {Cable(node)} master {_name}");
        await IpAsync($"link set {Cable(node)} up");
        await IpAsync($"-n {Namespace(node)} addr add {Address(node)}/24 dev eth0");
        await IpAsync($"-n {Namespace(node)} link set eth0 up");
        await IpAsync($"-n {Namespace(node)} link set lo up");
    }

    /// <summary>Pulls the cable of a node: no word to anybody.</summary>
    public Task CutAsync(int node) => IpAsync($"link set {Cable(node)} down");

    /// <summary>Puts it back.</summary>
    public Task HealAsync(int node) => IpAsync($"link set {Cable(node)} up");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in _nodes.Select(node => $"netns del {Namespace(node)}").Append($"link del {_name}"))
        {
            try
            {
                await IpAsync(command);
            }
            catch (InvalidOperationException)
            {
                // It was never made.
            }
        }
    }

    private string Namespace(int node) => $"{_name}n{node}";

    private string Cable(int node) => $"{_name}v{node}";

    private static async Task IpAsync(string arguments)
    {
        Process? ip = null;
        try
        {
            ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed.
        }

        using var process = ip ?? throw new InvalidOperationException("ip did not start; install it with: apt-get install iproute2");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {arguments} failed: {errors.Trim()}");
        }
    }
}
