using System.Text.Json;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>A server handshake with everything around it, and a client key that plays by the rules until told otherwise.</summary>
internal sealed class ServerSession : IDisposable
{
    internal ServerSession(SwsVersions versions = SwsVersions.V1 | SwsVersions.V2, bool requireCertificate = false, bool shared = true)
    {
        Identities = new TestIdentities(shared: shared);
        Policy = new ServerHandshakePolicy(versions, requireCertificate);
        Server = new ServerHandshake(Policy, Identities);
    }

    internal BoxKeyPair Client { get; } = BoxKeyPair.Generate();

    internal TestIdentities Identities { get; }

    internal ServerHandshakePolicy Policy { get; }

    internal ServerHandshake Server { get; }

    /// <summary>The server's nonce, once it has said hello; until then one that it never said.</summary>
    internal byte[] ServerNonce { get; private set; } = new byte[8];

    /// <summary>What was in the box of the server's hello behind nonce and key.</summary>
    internal byte[] ServerJson { get; private set; } = [];

    internal ServerSession SayHello(int version = 1)
    {
        HandshakeStep step = Server.Receive(Messages.Hello(Client, version));
        Assert.Equal(HandshakeAction.Send, step.Action);
        using JsonDocument hello = JsonDocument.Parse(step.Text);
        byte[] box = [.. hello.RootElement.GetProperty("s_blackbox_a").EnumerateArray().Select(item => item.GetByte())];
        byte[] plaintext = Messages.Open(Client, Identities.KeyPair.PublicKey, Messages.Nonce, box);
        ServerNonce = plaintext[..8];
        ServerJson = plaintext[40..];
        return this;
    }

    /// <summary>The box of ClientReady with any plaintext.</summary>
    internal byte[] ReadyBox(byte[] plaintext) => Messages.Box(Client, Identities.KeyPair.PublicKey, ServerNonce, plaintext);

    internal byte[] Ready(string json = "", string version = "1") => Messages.Ready(Messages.Array(ReadyBox(Messages.Plaintext(json))), version);

    public void Dispose()
    {
        Server.Dispose();
        Identities.Dispose();
        Client.Dispose();
    }
}
