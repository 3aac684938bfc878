using System.Text;
using Sodium;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>A device: a key pair, its certificate, and its session while it has one.</summary>
internal sealed class Device : IAsyncDisposable
{
    private Device(KeyPair pair, Certificate certificate)
    {
        Pair = pair;
        Certificate = certificate;
    }

    public KeyPair Pair { get; }

    public Certificate Certificate { get; }

    public RawSwsClient? Client { get; private set; }

    /// <summary>Makes a device with a certificate of that authority.</summary>
    public static Device Make(CertificateAuthority authority, TimeSpan? validity = null)
    {
        KeyPair pair = PublicKeyBox.GenerateKeyPair();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new Device(pair, authority.Issue(
            new CertificateRequest(pair.PublicKey, ["device.example"], ["127.0.0.1"], [], null, now + (validity ?? TimeSpan.FromHours(1))), now));
    }

    /// <summary>Reads the authority of a gateway's embedded default.</summary>
    public static CertificateAuthority AuthorityOf(string keyFile) =>
        CertificateAuthority.TryReadKeyFile(File.ReadAllBytes(keyFile), out CertificateAuthority? authority, out CertificateError error)
            ? authority!
            : throw new InvalidOperationException($"{keyFile}: {error}");

    /// <summary>Connects and shakes hands with the certificate; whether it is let in shows afterwards.</summary>
    public async Task<RawSwsClient> KnockAsync(Uri url)
    {
        RawSwsClient client = new(await RawWebSocket.OpenAsync(url), version: 2, Pair);
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(client.Ready(Certificate.ToJson()).ToJsonString());
        return client;
    }

    /// <summary>Connects to a hub that echoes, and fails unless it does.</summary>
    public async Task EnterAsync(Uri url)
    {
        Client = await KnockAsync(url);
        await EchoAsync();
    }

    /// <summary>Sends a record and waits for it to come back.</summary>
    public async Task EchoAsync()
    {
        await Client!.SendAsync("ping");
        Assert.Equal("ping", Encoding.UTF8.GetString(await Client.ReadAsync("the echo")));
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is not null)
        {
            await Client.DisposeAsync();
        }
    }
}
