using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sodium;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Proxies;

/// <summary>
/// nginx and haproxy on 127.0.0.1, in front of two gateways that trust that address only: one wants the PROXY protocol, the
/// other X-Forwarded-For.
/// </summary>
public sealed class ProxyFixture : IAsyncLifetime
{
    /// <summary>Requires a certificate and compares its addresses; echoes.</summary>
    public const string Hub = "locked";

    private static readonly string[] HubSettings =
        ["--Gateway:TrustedProxies=127.0.0.1", $"--Hubs:{Hub}:Versions=2", $"--Hubs:{Hub}:Handler=echo"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<ChildProcess> _proxies = [];
    private GatewayProcess? _proxied;
    private GatewayProcess? _forwarded;

    /// <summary>The gateway that wants the PROXY protocol from 127.0.0.1.</summary>
    public GatewayProcess Proxied => _proxied!;

    /// <summary>The gateway that takes X-Forwarded-For from 127.0.0.1.</summary>
    public GatewayProcess Forwarded => _forwarded!;

    /// <summary>The proxies' ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; } = new Dictionary<string, int>
    {
        ["nginx, PROXY v1"] = Testing.Ports.Free(),
        ["haproxy, PROXY v1"] = Testing.Ports.Free(),
        ["haproxy, PROXY v2"] = Testing.Ports.Free(),
        ["nginx, X-Forwarded-For"] = Testing.Ports.Free(),
    };

    public async ValueTask InitializeAsync()
    {
        // Both trust one authority, so that a certificate is good at either.
        _proxied = await GatewayProcess.StartAsync(["--Gateway:ProxyProtocol=Required", "--Limits:ConnectionRate=1", "--Limits:ConnectionBurst=1", .. HubSettings]);
        _forwarded = await GatewayProcess.StartAsync([$"--Trust:CaFiles={_proxied.CaFile}", $"--Trust:CaKeyFile={_proxied.CaKeyFile}", .. HubSettings]);
        await StartNginxAsync();
        await StartHaproxyAsync();
        foreach (int port in Ports.Values)
        {
            await ListeningAsync(port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        foreach (GatewayProcess? gateway in new[] { _proxied, _forwarded })
        {
            if (gateway is not null)
            {
                await using (gateway)
                {
                    await gateway.StopAsync();
                    Assert.Empty(gateway.ErrorLogs());
                }
            }
        }

        _folder.Dispose();
    }

    /// <summary>The hub through a proxy, by the proxy's name.</summary>
    public Uri Through(string proxy) => new($"ws://127.0.0.1:{Ports[proxy]}/client/hubs/{Hub}");

    /// <summary>A client's connection from an address, upgraded, with a certificate for another or the same address, and ready to be judged.</summary>
    public async Task<RawSwsClient> PresentAsync(Uri url, string from, string certified, params string[] headers)
    {
        RawWebSocket socket = await RawWebSocket.ConnectAsync(url, IPAddress.Parse(from));
        RawResponse response = await socket.UpgradeAsync(url, headers);
        Assert.Equal(101, response.Status);
        KeyPair pair = PublicKeyBox.GenerateKeyPair();
        RawSwsClient client = new(socket, version: 2, pair);
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(client.Ready(Certify(pair.PublicKey, certified)).ToJsonString());
        return client;
    }

    private string Certify(byte[] publicKey, string address)
    {
        Assert.True(CertificateAuthority.TryReadKeyFile(File.ReadAllBytes(Proxied.CaKeyFile), out CertificateAuthority? authority, out _));
        using (authority)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            return authority!.Issue(new CertificateRequest(publicKey, ["device.example.com"], [address], [], null, now.AddDays(1)), now).ToJson();
        }
    }

    private Task StartNginxAsync() => StartAsync(
        File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx",
        "nginx.conf",
        string.Create(CultureInfo.InvariantCulture, $$"""
            load_module /usr/lib/nginx/modules/ngx_stream_module.so;
            daemon off;
            master_process off;
            pid {{_folder.At("nginx.pid")}};
            error_log stderr;
            events { worker_connections 256; }
            stream {
              server { listen 127.0.0.1:{{Ports["nginx, PROXY v1"]}}; proxy_pass 127.0.0.1:{{Proxied.SwsPort}}; proxy_protocol on; }
            }
            http {
              access_log off;
              client_body_temp_path {{_folder.At("body")}};
              proxy_temp_path {{_folder.At("proxy")}};
              fastcgi_temp_path {{_folder.At("fastcgi")}};
              uwsgi_temp_path {{_folder.At("uwsgi")}};
              scgi_temp_path {{_folder.At("scgi")}};
              server {
                listen 127.0.0.1:{{Ports["nginx, X-Forwarded-For"]}};
                location / {
                  proxy_pass http://127.0.0.1:{{Forwarded.SwsPort}};
                  proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $http_connection;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                }
              }
            }
            """),
        file => ["-e", "stderr", "-p", _folder.Path, "-c", file],
        "apt-get install nginx-light libnginx-mod-stream");

    private Task StartHaproxyAsync() => StartAsync(
        File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy",
        "haproxy.cfg",
        string.Create(CultureInfo.InvariantCulture, $$"""
            global
              maxconn 256
            defaults
              mode tcp
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            listen v1
              bind 127.0.0.1:{{Ports["haproxy, PROXY v1"]}}
              server gateway 127.0.0.1:{{Proxied.SwsPort}} send-proxy
            listen v2
              bind 127.0.0.1:{{Ports["haproxy, PROXY v2"]}}
              server gateway 127.0.0.1:{{Proxied.SwsPort}} send-proxy-v2

            """),
        file => ["-db", "-f", file],
        "apt-get install haproxy");

    private async Task StartAsync(string program, string name, string configuration, Func<string, string[]> arguments, string install)
    {
        string file = _folder.At(name);
        await File.WriteAllTextAsync(file, configuration);
        _proxies.Add(ChildProcess.Start(program, arguments(file), install));
    }

    /// <summary>Neither program says when it listens.</summary>
    private async Task ListeningAsync(int port)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using TcpClient probe = new();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(started) < Timeouts.Process && !_proxies.Any(proxy => proxy.HasExited))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
            catch (SocketException exception)
            {
                throw new InvalidOperationException(
                    $"No proxy listens on {port}.\n{string.Join('\n', _proxies.Select(proxy => proxy.Transcript()))}", exception);
            }
        }
    }
}
