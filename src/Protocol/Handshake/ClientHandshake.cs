using System.Buffers;
using System.Security.Cryptography;
using Sws.Protocol.Crypto;
using Sws.Protocol.Records;

namespace Sws.Protocol.Handshake;

/// <summary>
/// The client's half of the SWS handshake as a state machine without sockets or clocks:
/// <list type="number">
/// <item><see cref="Start"/> makes the ClientHello.</item>
/// <item>ServerHello: check the key, open the box, let the verifier judge the server; answer ClientReady.</item>
/// </list>
/// Whatever else comes fails the handshake for good. A complete handshake does not mean that the server accepts the client: it may still close.
/// Not thread-safe.
/// </summary>
/// <remarks>Reference: <see href="https://github.com/InstantWebP2P/sws-spec"/>.</remarks>
public sealed class ClientHandshake : IDisposable
{
    private readonly ClientHandshakeOptions _options;
    private readonly RandomFill _random;
    private State _state;
    private CloseReason? _failure;
    private Bytes8 _nonce;
    private RecordSealer? _sealer;
    private RecordOpener? _opener;

    /// <summary>Prepares a handshake.</summary>
    /// <param name="options">Identity, version and trust.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is neither 1 nor 2.</exception>
    public ClientHandshake(ClientHandshakeOptions options)
        : this(options, SecureRandom.Fill)
    {
    }

    internal ClientHandshake(ClientHandshakeOptions options, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Version, 2);
        _options = options;
        _random = random;
    }

    private enum State : byte
    {
        New,
        AwaitServerHello,
        Done,
        Failed,
        Disposed,
    }

    /// <summary>Whether the server asked for a certificate.</summary>
    public bool ServerRequiresCertificate { get; private set; }

    /// <summary>Makes the ClientHello.</summary>
    /// <returns>UTF-8 JSON to send as one text message.</returns>
    /// <exception cref="InvalidOperationException">Called a second time.</exception>
    /// <exception cref="ObjectDisposedException">The handshake was disposed.</exception>
    public ReadOnlyMemory<byte> Start()
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state != State.New)
        {
            throw new InvalidOperationException("The handshake has been started already.");
        }

        _random(_nonce);
        _state = State.AwaitServerHello;
        return HandshakeWriter.ClientHello(_options.Version, _options.KeyPair.PublicKey, _nonce);
    }

    /// <summary>Takes one text message from the server.</summary>
    /// <param name="text">Its bytes; not kept.</param>
    /// <exception cref="ObjectDisposedException">The handshake or its key pair was disposed.</exception>
    public HandshakeStep Receive(ReadOnlySpan<byte> text)
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state is State.Done or State.Failed)
        {
            return Fail(_failure ?? CloseReason.TextAfterHandshake);
        }

        int room = HandshakeReader.MaxBoxBytes(text.Length);
        byte[] box = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            CloseReason? refused = HandshakeReader.Read(text, "server_public_key"u8, box.AsSpan(0, room), out HandshakeFields fields);
            return refused is not null ? Fail(refused) : (_state, fields.Opcode) switch
            {
                (State.AwaitServerHello, HandshakeOpcode.ServerHello) => ReceiveHello(ref fields, box),
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

    private HandshakeStep ReceiveHello(ref HandshakeFields hello, Span<byte> buffer)
    {
        CloseReason? refused = hello switch
        {
            _ when hello.Version != _options.Version => CloseReason.HandshakeVersionRefused,
            { HasPublicKey: false } => CloseReason.HandshakePublicKeyShape,
            _ when !HandshakeBox.IsPossibleLength(hello.Version, hello.BoxLength) => CloseReason.HandshakeBoxShape,
            _ when _options.KeyPair.PublicKey.SequenceEqual(hello.PublicKey) => CloseReason.HandshakePublicKeyOwn,
            _ when !BoxKeyPair.IsCanonical(hello.PublicKey) => CloseReason.HandshakePublicKeyNonCanonical,
            _ => null,
        };
        if (refused is not null)
        {
            return Fail(refused);
        }

        Span<byte> sharedKey = stackalloc byte[BoxKeyPair.KeyBytes];
        try
        {
            return _options.KeyPair.TryShare(hello.PublicKey, sharedKey)
                ? Open(ref hello, buffer[..hello.BoxLength], sharedKey)
                : Fail(CloseReason.HandshakePublicKeyLowOrder);
        }
        finally
        {
            // The verifier is the application's and may throw.
            CryptographicOperations.ZeroMemory(sharedKey);
        }
    }

    private HandshakeStep Open(ref HandshakeFields hello, Span<byte> box, ReadOnlySpan<byte> sharedKey)
    {
        if (!HandshakeBox.TryOpen(box, _nonce, sharedKey))
        {
            return Fail(CloseReason.HandshakeBoxForged);
        }

        ReadOnlySpan<byte> plaintext = HandshakeBox.Plaintext(box);
        ReadOnlySpan<byte> serverNonce = plaintext[..Bytes8.Length];
        if (serverNonce.SequenceEqual(_nonce))
        {
            // ClientReady would be sealed with the very key and nonce of this box.
            return Fail(CloseReason.HandshakeNonce);
        }

        CloseReason? refused = Judge(hello.PublicKey, plaintext[HandshakeBox.KeysBytes..]);
        if (refused is not null)
        {
            return Fail(refused);
        }

        _opener = new RecordOpener(plaintext[Bytes8.Length..HandshakeBox.KeysBytes], serverNonce);
        ReadOnlyMemory<byte> ready = WriteReady(serverNonce, sharedKey);
        _state = State.Done;
        return HandshakeStep.SendAndComplete(ready);
    }

    private CloseReason? Judge(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> certificate = default;
        if (_options.Version == 2)
        {
            if (!HandshakePayload.TryReadServer(json, out certificate, out bool required))
            {
                return CloseReason.HandshakeReadyPayload;
            }

            ServerRequiresCertificate = required;
        }

        CloseReason? distrusted = _options.Verifier.Verify(serverPublicKey, certificate);
        return distrusted is null && ServerRequiresCertificate && _options.CertificateJson.IsEmpty ? CloseReason.CertificateMissing : distrusted;
    }

    private ReadOnlyMemory<byte> WriteReady(ReadOnlySpan<byte> serverNonce, ReadOnlySpan<byte> sharedKey)
    {
        ReadOnlySpan<byte> json = (_options.Version, ServerRequiresCertificate) switch
        {
            (1, _) => default,
            (_, true) => _options.CertificateJson.Span,
            _ => "{}"u8,
        };
        int length = HandshakeBox.BareBytes + json.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> box = rented.AsSpan(0, length);
        Span<byte> plaintext = HandshakeBox.Plaintext(box);
        Span<byte> nonce = plaintext[..Bytes8.Length];
        Span<byte> key = plaintext[Bytes8.Length..HandshakeBox.KeysBytes];
        _random(nonce);
        _random(key);
        json.CopyTo(plaintext[HandshakeBox.KeysBytes..]);
        _sealer = new RecordSealer(key, nonce);

        // Nothing secret is left in the array once it is sealed.
        HandshakeBox.Seal(box, serverNonce, sharedKey);
        ReadOnlyMemory<byte> text = HandshakeWriter.ClientReady(_options.Version, box);
        ArrayPool<byte>.Shared.Return(rented);
        return text;
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
