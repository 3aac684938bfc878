using System.Text.Json;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>A started client handshake, and a server key that plays by the rules until told otherwise.</summary>
internal sealed class ClientSession : IDisposable
{
    internal const string ClientCertificate = """{"desc":{"type":"ca"},"sign":{}}""";
    internal const string ServerJson = """{"cert":{"desc":{"type":"ca"}},"requireCert":false}""";
    internal const string ServerJsonRequiring = """{"cert":{"desc":{"type":"ca"}},"requireCert":true}""";

    internal ClientSession(int version = 1, CloseReason? verdict = null, bool withCertificate = true)
    {
        Version = version;
        Verifier = new TestVerifier(verdict);
        byte[] certificate = withCertificate ? Messages.Utf8(ClientCertificate) : [];
        Client = new ClientHandshake(new ClientHandshakeOptions(version, KeyPair, Verifier, certificate));
        using JsonDocument hello = JsonDocument.Parse(Client.Start());
        Nonce = [.. hello.RootElement.GetProperty("nonce").EnumerateArray().Select(item => item.GetByte())];
    }

    internal int Version { get; }

    internal BoxKeyPair KeyPair { get; } = BoxKeyPair.Generate();

    internal BoxKeyPair Server { get; } = BoxKeyPair.Generate();

    internal TestVerifier Verifier { get; }

    internal ClientHandshake Client { get; }

    internal byte[] Nonce { get; }

    internal string VersionText => Version == 1 ? "1" : "2";

    /// <summary>What a server of this version puts behind its keys when it has nothing special to say.</summary>
    internal string HonestJson => Version == 1 ? string.Empty : ServerJson;

    internal byte[] Hello(string? json = null) => HelloWith(Box(Messages.Plaintext(json ?? HonestJson)));

    internal byte[] HelloWith(byte[] box) => Messages.ServerHello(Messages.Array(Server.PublicKey), Messages.Array(box), VersionText);

    internal byte[] Box(byte[] plaintext) => Messages.Box(Server, KeyPair.PublicKey, Nonce, plaintext);

    /// <summary>The JSON in the box of the client's ClientReady.</summary>
    internal string ReadyJson(HandshakeStep step)
    {
        using JsonDocument ready = JsonDocument.Parse(step.Text);
        byte[] box = [.. ready.RootElement.GetProperty("s_blackbox_a").EnumerateArray().Select(item => item.GetByte())];
        byte[] plaintext = Messages.Open(Server, KeyPair.PublicKey, Messages.Plaintext().AsSpan(0, 8), box);
        return System.Text.Encoding.UTF8.GetString(plaintext.AsSpan(40));
    }

    public void Dispose()
    {
        Client.Dispose();
        KeyPair.Dispose();
        Server.Dispose();
    }
}
