using System.Globalization;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>The reference's own server, unmodified, as an echo in a process of its own.</summary>
internal sealed class ReferenceServer : IAsyncDisposable
{
    private readonly NodeProcess _node;
    private readonly TemporaryFolder _pki;

    private ReferenceServer(NodeProcess node, TemporaryFolder pki, Uri url, byte[] publicKey)
    {
        _node = node;
        _pki = pki;
        Url = url;
        PublicKey = publicKey;
    }

    public Uri Url { get; }

    public byte[] PublicKey { get; }

    /// <summary>In version 2: the certificate of its CA, and a key pair and certificate for a client.</summary>
    public (string Ca, string Key, string Certificate) Files => (_pki.At("ca.cert"), _pki.At("client.key"), _pki.At("client.cert"));

    public static async Task<ReferenceServer> StartAsync(int version = 1, params IEnumerable<string> arguments)
    {
        var pki = new TemporaryFolder();
        var node = NodeProcess.Start("echo-server.mjs", ["--version", version.ToString(CultureInfo.InvariantCulture), "--pki", pki.Path, .. arguments]);
        var listening = await node.ReadAsync("listening", Timeouts.Process);
        var url = new UriBuilder("ws", "127.0.0.1", listening.GetProperty("port").GetInt32(), listening.GetProperty("path").GetString()).Uri;
        return new ReferenceServer(node, pki, url, listening.GetProperty("publicKey").GetBytesFromBase64());
    }

    /// <summary>Waits for a line of that event: <c>warned</c> say.</summary>
    public Task SeenAsync(string name) => _node.ReadAsync(name, Timeouts.Step);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _pki.Dispose();
    }
}
