using System.Net;

namespace Sws.Testing;

/// <summary>
/// A real redis-server on a port of its own. It keeps an append-only file, so that <see cref="RestartAsync"/> and a kill
/// lose only what its fsync policy allows.
/// </summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IPAddress _address;
    private readonly string? _password;
    private ChildProcess _process;

    private RedisProcess(IPAddress address, string? password, int port)
    {
        (_address, _password, Port) = (address, password, port);
        _process = Launch();
    }

    /// <summary>Its port; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>What <c>Cluster:Redis</c> is set to; holds no password.</summary>
    public string ConnectionString => $"{_address}:{Port}";

    /// <summary>The process, for its id and output.</summary>
    public ChildProcess Process => _process;

    /// <summary>Starts a server with empty data and waits until it takes connections.</summary>
    /// <param name="address">What it listens on; loopback by default.</param>
    /// <param name="password">What clients must say; none by default.</param>
    public static async Task<RedisProcess> StartAsync(IPAddress? address = null, string? password = null)
    {
        var redis = new RedisProcess(address ?? IPAddress.Loopback, password, Ports.Free());
        await redis.WaitAsync();
        return redis;
    }

    /// <summary>Ends it at once; its data stays for <see cref="RestartAsync"/>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Timeouts.Step);
    }

    /// <summary>Ends it if it runs, and starts it again on the same port with the same data.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Launch();
        await WaitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private ChildProcess Launch()
    {
        string[] secret = _password is null ? [] : ["--requirepass", _password];
        return ChildProcess.Start(
            "redis-server",
            [
                "--bind", _address.ToString(), "--port", $"{Port}", "--dir", _folder.Path, "--protected-mode", "no",
                "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no", .. secret,
            ],
            "apt-get install redis-server");
    }

    private Task<string> WaitAsync() => _process.ReadAsync(
        line => line.Contains("Ready to accept connections", StringComparison.Ordinal) ? line : null,
        Timeouts.Process,
        "the line that it accepts connections");
}
