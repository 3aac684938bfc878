using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>A real redis-server with a password, two silos and two edges, each in a process of its own.</summary>
public class ClusterFixture : IAsyncLifetime
{
    /// <summary>Requires a certificate, echoes.</summary>
    public const string LockedHub = "locked";

    private const string Password = "an-open-secret";

    private readonly TemporaryFolder _folder = new();
    private readonly List<GatewayProcess> _nodes = [];
    private RedisProcess? _redis;

    /// <summary>What takes clients.</summary>
    public IReadOnlyList<GatewayProcess> Edges => [.. _nodes.Where(node => node.SwsPort != 0)];

    /// <summary>What takes no clients.</summary>
    public IReadOnlyList<GatewayProcess> Silos => [.. _nodes.Where(node => node.SwsPort == 0)];

    /// <summary>Redis.</summary>
    public RedisProcess Redis => _redis ?? throw new InvalidOperationException("Redis has not started.");

    /// <summary>The key of all nodes' admin API.</summary>
    public string AccessKeyFile => _folder.At("api.key");

    /// <summary>The authority's key, to issue certificates with.</summary>
    public string CaKeyFile => _folder.At("ca", "ca.key");

    /// <summary>The authority that all nodes and clients share.</summary>
    public ServerTrust Trust => ServerTrust.CertificateAuthorityFile(_folder.At("ca", "ca.cert"));

    /// <summary>A client of the hub <c>chat</c> on one of the edges.</summary>
    public Task<SwsClient> ConnectAsync(GatewayProcess edge, CancellationToken cancelled) =>
        SwsClient.ConnectAsync(new SwsClientOptions { Url = edge.Url("chat"), Trust = Trust }, cancelled);

    /// <summary>The roles of the nodes.</summary>
    protected virtual IReadOnlyList<string> Roles => ["Silo", "Silo", "Edge", "Edge"];

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync(password: Password);
        await File.WriteAllTextAsync(_folder.At("password"), Password + "\n");
        await File.WriteAllTextAsync(AccessKeyFile, new string('k', 44) + "\n");
        await using (var authority = ChildProcess.Start(
            "dotnet", [GatewayProcess.Executable, "cert", "ca", "new", "--name", "cluster", "--days", "2", "--out", _folder.At("ca")], "apt-get install dotnet-sdk-10.0"))
        {
            Assert.Equal(0, await authority.WaitForExitAsync(Timeouts.Process));
        }

        string[] shared =
        [
            "--Cluster:Provider=Redis", $"--Cluster:Redis={_redis.ConnectionString}", $"--Cluster:RedisPasswordFile={_folder.At("password")}",
            $"--Api:AccessKeyFile={AccessKeyFile}", $"--Hubs:{LockedHub}:RequireCert=true", $"--Hubs:{LockedHub}:Handler=echo",
        ];

        // All at once: an edge waits for the first silo.
        _nodes.AddRange(await Task.WhenAll(Roles.Select(role => GatewayProcess.StartAsync(
            [.. shared, $"--Gateway:Role={role}", .. role == "Edge" ? Array.Empty<string>() : [$"--Trust:CaKeyFile={CaKeyFile}"]]))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Edges.Concat(Silos))
        {
            await node.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
