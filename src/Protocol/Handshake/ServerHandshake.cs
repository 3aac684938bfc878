using System.Buffers;
using System.Security.Cryptography;
using Sws.Protocol.Crypto;
using Sws.Protocol.Records;

namespace Sws.Protocol.Handshake;

/// <summary>
/// The server's half of the SWS handshake as a state machine without sockets or clocks:
/// <list type="number">
/// <item>ClientHello: check the version, the key and the nonce; answer ServerHello.</item>
/// <item>ClientReady: open its box; the client has now proved that it holds its key. The certificate, if any, is still to be judged.</item>
/// </list>
/// Whatever else comes fails the handshake for good. Not thread-safe.
/// </summary>
/// <remarks>Reference: <see href="https://github.com/InstantWebP2P/sws-spec"/>.</remarks>
public sealed class ServerHandshake : IDisposable
{
    private readonly ServerHandshakePolicy _policy;
    private readonly IServerIdentitySource _identities;
    private readonly RandomFill _random;
    private State _state;
    private CloseReason? _failure;
    private Bytes32 _sharedKey;
    private Bytes8 _nonce;
    private byte[]? _clientPublicKey;
    private byte[]? _clientCertificate;
    private RecordSealer? _sealer;
    private RecordOpener? _opener;

    /// <summary>Waits for a hello.</summary>
    /// <param name="policy">What this endpoint accepts.</param>
    /// <param name="identities">Asked for one identity once the hello looks right.</param>
    public ServerHandshake(ServerHandshakePolicy policy, IServerIdentitySource identities)
        : this(policy, identities, SecureRandom.Fill)
    {
    }

    internal ServerHandshake(ServerHandshakePolicy policy, IServerIdentitySource identities, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(identities);
        _policy = policy;
        _identities = identities;
        _random = random;
    }

    private enum State : byte
    {
        AwaitHello,
        AwaitReady,
        Done,
        Failed,
        Disposed,
    }

    /// <summary>The version the client chose, 1 or 2; zero before its hello was accepted.</summary>
    public int Version { get; private set; }

    /// <summary>The client's key, 32 bytes; proved to be its own only once the handshake is complete. Empty before its hello was accepted.</summary>
    public ReadOnlyMemory<byte> ClientPublicKey => _clientPublicKey;

    /// <summary>The certificate the policy requires, as sent and not yet verified: a JSON object. Empty when none is required.</summary>
    public ReadOnlyMemory<byte> ClientCertificateJson => _clientCertificate;

    /// <summary>Takes one text message from the client.</summary>
    /// <param name="text">Its bytes; not kept.</param>
    /// <exception cref="ObjectDisposedException">The handshake was disposed.</exception>
    /// <exception cref="InvalidOperationException">The source gave an identity without a certificate for version 2.</exception>
    public HandshakeStep Receive(ReadOnlySpan<byte> text)
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state is State.Done or State.Failed)
        {
            return Fail(_failure ?? CloseReason.TextAfterHandshake);
        }

        int room = _state == State.AwaitReady ? HandshakeReader.MaxBoxBytes(text.Length) : 0;
        byte[] box = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            CloseReason? refused = HandshakeReader.Read(text, "client_public_key"u8, box.AsSpan(0, room), out HandshakeFields fields);
            return refused is not null ? Fail(refused) : (_state, fields.Opcode) switch
            {
                (State.AwaitHello, HandshakeOpcode.ClientHello) => ReceiveHello(ref fields),
                (State.AwaitReady, HandshakeOpcode.ClientReady) => ReceiveReady(fields.Version, fields.BoxLength, box),
                _ => Fail(CloseReason.HandshakeOrder),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(box.AsSpan(0, room));
            ArrayPool<byte>.Shared.Return(box);
        }
    }

    /// <summary>Hands over the encrypting side of the finished handshake, once.</summary>
    /// <exception cref="InvalidOperationException">The handshake is not complete, or it was taken already.</exception>
    public RecordSealer TakeSealer() => Take(ref _sealer);

    /// <summary>Hands over the decrypting side of the finished handshake, once.</summary>
    /// <exception cref="InvalidOperationException">The handshake is not complete, or it was taken already.</exception>
    public RecordOpener TakeOpener() => Take(ref _opener);

    /// <summary>Zeroes every key that was not taken.</summary>
    public void Dispose()
    {
        _state = State.Disposed;
        Forget();
    }

    private HandshakeStep ReceiveHello(ref HandshakeFields hello)
    {
        CloseReason? refused = hello switch
        {
            _ when !_policy.Allows(hello.Version) => CloseReason.HandshakeVersionRefused,
            { HasPublicKey: false } => CloseReason.HandshakePublicKeyShape,
            { HasNonce: false } => CloseReason.HandshakeNonce,
            _ when !BoxKeyPair.IsCanonical(hello.PublicKey) => CloseReason.HandshakePublicKeyNonCanonical,
            _ => null,
        };
        if (refused is not null)
        {
            return Fail(refused);
        }

        using ServerIdentity identity = hello.Version == 1 ? _identities.ForVersion1() : _identities.ForVersion2();
        if (hello.Version == 2 && identity.CertificateUtf8.IsEmpty)
        {
            throw new InvalidOperationException("The identity for version 2 has no certificate.");
        }

        refused = Agree(identity, hello.PublicKey, hello.Nonce);
        if (refused is not null)
        {
            return Fail(refused);
        }

        Version = hello.Version;
        _clientPublicKey = ((ReadOnlySpan<byte>)hello.PublicKey).ToArray();
        _state = State.AwaitReady;
        return HandshakeStep.Send(WriteHello(identity, hello.Nonce));
    }

    // Computes the shared key, and makes sure that it never encrypts twice with one nonce.
    private CloseReason? Agree(ServerIdentity identity, ReadOnlySpan<byte> clientPublicKey, ReadOnlySpan<byte> clientNonce)
    {
        if (identity.KeyPair.PublicKey.SequenceEqual(clientPublicKey))
        {
            return CloseReason.HandshakePublicKeyOwn;
        }

        if (!identity.KeyPair.TryShare(clientPublicKey, _sharedKey))
        {
            return CloseReason.HandshakePublicKeyLowOrder;
        }

        if (identity.Shared)
        {
            Span<byte> used = stackalloc byte[Bytes32.Length + Bytes8.Length];
            Span<byte> digest = stackalloc byte[ShortHash.Bytes];
            ((ReadOnlySpan<byte>)_sharedKey).CopyTo(used);
            clientNonce.CopyTo(used[Bytes32.Length..]);
            ShortHash.Compute(used, digest);
            CryptographicOperations.ZeroMemory(used);
            if (!_identities.TryAdmitHello(identity, digest))
            {
                return CloseReason.HandshakeReplayed;
            }
        }

        return null;
    }

    private ReadOnlyMemory<byte> WriteHello(ServerIdentity identity, ReadOnlySpan<byte> clientNonce)
    {
        ReadOnlySpan<byte> before = Version == 2 ? "{\"cert\":"u8 : default;
        ReadOnlySpan<byte> certificate = Version == 2 ? identity.CertificateUtf8.Span : default;
        ReadOnlySpan<byte> after = Version == 1 ? default : _policy.RequireCertificate ? ",\"requireCert\":true}"u8 : ",\"requireCert\":false}"u8;
        int length = HandshakeBox.BareBytes + before.Length + certificate.Length + after.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> box = rented.AsSpan(0, length);
        Span<byte> plaintext = HandshakeBox.Plaintext(box);
        DrawKeys(clientNonce, plaintext[..HandshakeBox.KeysBytes]);
        Span<byte> json = plaintext[HandshakeBox.KeysBytes..];
        before.CopyTo(json);
        certificate.CopyTo(json[before.Length..]);
        after.CopyTo(json[(before.Length + certificate.Length)..]);

        // Nothing secret is left in the array once it is sealed.
        HandshakeBox.Seal(box, clientNonce, _sharedKey);
        ReadOnlyMemory<byte> text = HandshakeWriter.ServerHello(Version, identity.KeyPair.PublicKey, box);
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    // Nonce ‖ key. The client's box is sealed with the same shared key and this nonce, so it must not be the one this side seals with.
    private void DrawKeys(ReadOnlySpan<byte> clientNonce, Span<byte> keys)
    {
        Span<byte> nonce = keys[..Bytes8.Length];
        do
        {
            _random(nonce);
        }
        while (nonce.SequenceEqual(clientNonce));

        Span<byte> key = keys[Bytes8.Length..];
        _random(key);
        nonce.CopyTo(_nonce);
        _sealer = new RecordSealer(key, nonce);
    }

    private HandshakeStep ReceiveReady(int version, int boxLength, Span<byte> buffer)
    {
        if (version != Version)
        {
            return Fail(CloseReason.HandshakeVersionRefused);
        }

        if (!HandshakeBox.IsPossibleLength(version, boxLength))
        {
            return Fail(CloseReason.HandshakeBoxShape);
        }

        Span<byte> box = buffer[..boxLength];
        if (!HandshakeBox.TryOpen(box, _nonce, _sharedKey))
        {
            return Fail(CloseReason.HandshakeBoxForged);
        }

        Span<byte> plaintext = HandshakeBox.Plaintext(box);
        CloseReason? refused = version == 2 ? ReadPayload(plaintext[HandshakeBox.KeysBytes..]) : null;
        if (refused is not null)
        {
            return Fail(refused);
        }

        _opener = new RecordOpener(plaintext[Bytes8.Length..HandshakeBox.KeysBytes], plaintext[..Bytes8.Length]);
        CryptographicOperations.ZeroMemory(_sharedKey);
        _state = State.Done;
        return HandshakeStep.Completed;
    }

    private CloseReason? ReadPayload(ReadOnlySpan<byte> json)
    {
        if (!HandshakePayload.TryReadClient(json, out bool empty))
        {
            return CloseReason.HandshakeReadyPayload;
        }

        if (!_policy.RequireCertificate)
        {
            return null;
        }

        _clientCertificate = empty ? null : json.ToArray();
        return empty ? CloseReason.CertificateMissing : null;
    }

    private HandshakeStep Fail(CloseReason reason)
    {
        _state = State.Failed;
        _failure = reason;
        Forget();
        return HandshakeStep.Fail(reason);
    }

    private void Forget()
    {
        CryptographicOperations.ZeroMemory(_sharedKey);
        _sealer?.Dispose();
        _opener?.Dispose();
        _sealer = null;
        _opener = null;
    }

    private T Take<T>(ref T? half)
        where T : class
    {
        T? taken = _state == State.Done ? half : null;
        half = null;
        return taken ?? throw new InvalidOperationException("The handshake is not complete, or this was taken already.");
    }
}
