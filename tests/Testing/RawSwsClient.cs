using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sodium;

namespace Sws.Testing;

/// <summary>
/// An SWS client made of single steps, so that a test can get any one of them wrong. Written from the specification and
/// from how the reference behaves, on another libsodium binding than the product's.
/// </summary>
public sealed class RawSwsClient : IAsyncDisposable
{
    /// <summary>The query that asks for recoverable sessions, in JSON.</summary>
    public const string ReliableJson = "protocol=json.reliable.webpubsub.azure.v1";

    private readonly KeyPair _pair;
    private readonly byte[] _helloNonce = RandomNumberGenerator.GetBytes(8);
    private readonly byte[] _sendKey = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _sendNonce = RandomNumberGenerator.GetBytes(8);
    private byte[] _serverNonce = [];
    private byte[] _receiveKey = [];
    private ulong _sent;
    private ulong _received;

    /// <summary>A client over a connection that is upgraded already.</summary>
    public RawSwsClient(RawWebSocket socket, int version = 1, KeyPair? pair = null)
    {
        Socket = socket;
        Version = version;
        _pair = pair ?? PublicKeyBox.GenerateKeyPair();
    }

    /// <summary>The connection below.</summary>
    public RawWebSocket Socket { get; }

    /// <summary>The version that its hello names.</summary>
    public int Version { get; }

    /// <summary>Whether its frames are masked, as a browser's.</summary>
    public bool Masked { get; init; }

    /// <summary>The client's public key, 32 bytes.</summary>
    public byte[] PublicKey => _pair.PublicKey;

    /// <summary>The nonce of the hello, 8 bytes.</summary>
    public byte[] HelloNonce => _helloNonce;

    /// <summary>The server's public key, 32 bytes, once its hello was read.</summary>
    public byte[] ServerPublicKey { get; private set; } = [];

    /// <summary>The JSON after nonce and key in the server's box; empty in version 1.</summary>
    public string ServerJson { get; private set; } = "";

    /// <summary>Opens, upgrades and shakes hands.</summary>
    public static async Task<RawSwsClient> OpenAsync(Uri url, int version = 1, params IEnumerable<string> headers)
    {
        var client = new RawSwsClient(await RawWebSocket.OpenAsync(url, headers), version) { Masked = headers.Any(header => header.StartsWith("Origin:", StringComparison.Ordinal)) };
        await client.ShakeHandsAsync();
        return client;
    }

    /// <summary>The same, with a key of the caller's: who recovers a session has to have it.</summary>
    public static async Task<RawSwsClient> OpenAsync(Uri url, KeyPair pair)
    {
        var client = new RawSwsClient(await RawWebSocket.OpenAsync(url), pair: pair);
        await client.ShakeHandsAsync();
        return client;
    }

    /// <summary>The query with which a session is recovered, from the <c>connected</c> message of one with <see cref="ReliableJson"/>.</summary>
    public static string Recovery(JsonNode connected) =>
        $"{ReliableJson}&awps_connection_id={Uri.EscapeDataString((string)connected["connectionId"]!)}"
        + $"&awps_reconnection_token={Uri.EscapeDataString((string)connected["reconnectionToken"]!)}";

    /// <summary>Hello, the server's hello, ready.</summary>
    public async Task ShakeHandsAsync()
    {
        await SendTextAsync(Hello().ToJsonString());
        await ReadServerHelloAsync();
        await SendTextAsync(Ready().ToJsonString());
    }

    /// <summary>The ClientHello, to be sent as it is or spoilt.</summary>
    public JsonObject Hello() => new()
    {
        ["opc"] = 0,
        ["version"] = Version,
        ["client_public_key"] = ToArray(PublicKey),
        ["nonce"] = ToArray(_helloNonce),
    };

    /// <summary>Reads the ServerHello and opens its box.</summary>
    public async Task ReadServerHelloAsync()
    {
        var frame = await Socket.ReadMessageAsync("the server's hello");
        if (frame.Opcode != RawFrame.Text)
        {
            throw new InvalidOperationException($"Instead of the server's hello came a frame of opcode {frame.Opcode}: {frame.CloseCode} {frame.CloseText}");
        }

        var hello = JsonNode.Parse(frame.Payload)!;
        if ((int)hello["opc"]! != 1 || (int)hello["version"]! != Version)
        {
            throw new InvalidOperationException("The server's hello has another opc or version.");
        }

        ServerPublicKey = ToBytes(hello["server_public_key"]!);
        var plain = PublicKeyBox.Open(ToBytes(hello["s_blackbox_a"]!), Threefold(_helloNonce), _pair.PrivateKey, ServerPublicKey);
        _serverNonce = plain[..8];
        _receiveKey = plain[8..40];
        ServerJson = Encoding.UTF8.GetString(plain.AsSpan(40));
    }

    /// <summary>The ClientReady; in version 2 with a certificate, or whatever a test puts there.</summary>
    public JsonObject Ready(string json = "{}") =>
        ReadyOf([.. _sendNonce, .. _sendKey, .. Version >= 2 ? Encoding.UTF8.GetBytes(json) : []]);

    /// <summary>A ClientReady around any plaintext.</summary>
    public JsonObject ReadyOf(byte[] plaintext) => new()
    {
        ["opc"] = 2,
        ["version"] = Version,
        ["s_blackbox_a"] = ToArray(PublicKeyBox.Create(plaintext, Threefold(_serverNonce), _pair.PrivateKey, ServerPublicKey)),
    };

    /// <summary>Sends a handshake message.</summary>
    public Task SendTextAsync(string text) => Socket.SendAsync(RawFrame.OfText(text) with { Masked = Masked });

    /// <summary>Sends a plaintext as the next record.</summary>
    public Task SendAsync(byte[] plaintext) => Socket.SendAsync(Record(plaintext));

    /// <summary>Sends UTF-8 text as the next record.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The frame of the next record.</summary>
    public RawFrame Record(byte[] plaintext) => new(RawFrame.Binary, Seal(plaintext)) { Masked = Masked };

    /// <summary>The next record of this direction.</summary>
    public byte[] Seal(byte[] plaintext) => SecretBox.Create(plaintext, Counter(_sendNonce, _sent++), _sendKey);

    /// <summary>Reads the next record and opens it.</summary>
    public async Task<byte[]> ReadAsync(string what = "a record")
    {
        var frame = await Socket.ReadMessageAsync(what);
        return frame.Opcode == RawFrame.Binary
            ? SecretBox.Open(frame.Payload, Counter(_serverNonce, _received++), _receiveKey)
            : throw new InvalidOperationException($"Instead of {what} came a frame of opcode {frame.Opcode}: {frame.CloseCode} {frame.CloseText}");
    }

    /// <summary>Reads the next record as JSON.</summary>
    public async Task<JsonNode> ReadJsonAsync(string what = "a JSON message") => JsonNode.Parse(await ReadAsync(what))!;

    /// <summary>A byte array as JSON.</summary>
    public static JsonArray ToArray(byte[] bytes) => new([.. bytes.Select(value => (JsonNode)(int)value)]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    private static byte[] ToBytes(JsonNode array) => [.. array.AsArray().Select(value => (byte)(int)value!)];

    private static byte[] Threefold(byte[] nonce) => [.. nonce, .. nonce, .. nonce];

    private static byte[] Counter(byte[] nonce, ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, unchecked(BinaryPrimitives.ReadUInt64LittleEndian(nonce) + number));
        return Threefold(bytes);
    }
}
