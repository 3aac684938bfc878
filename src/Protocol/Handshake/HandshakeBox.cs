using Sws.Protocol.Crypto;
using Sws.Protocol.Records;

namespace Sws.Protocol.Handshake;

/// <summary>
/// The authenticated box of ServerHello and ClientReady: nonce (8) ‖ key (32) ‖ JSON in version 2, under the key both sides share and the nonce
/// the other side chose.
/// </summary>
internal static class HandshakeBox
{
    /// <summary>Where the JSON begins in the opened box.</summary>
    internal const int KeysBytes = Bytes8.Length + Bytes32.Length;

    /// <summary>Bytes of a box without JSON, MAC included: 56.</summary>
    internal const int BareBytes = SecretBox.MacBytes + KeysBytes;

    /// <summary>Whether a box of this version can have this length.</summary>
    internal static bool IsPossibleLength(int version, int length) => version == 1 ? length == BareBytes : length >= BareBytes;

    /// <summary>Where the sender writes its nonce, key and JSON before sealing.</summary>
    internal static Span<byte> Plaintext(Span<byte> box) => box[SecretBox.MacBytes..];

    /// <summary>Seals in place.</summary>
    internal static void Seal(Span<byte> box, ReadOnlySpan<byte> nonce8, ReadOnlySpan<byte> sharedKey)
    {
        Span<byte> nonce = stackalloc byte[SecretBox.NonceBytes];
        RecordNonce.Expand(RecordNonce.Read(nonce8), nonce);
        SecretBox.Seal(box, nonce, sharedKey);
    }

    /// <summary>Opens in place: on success <see cref="Plaintext"/> is the plaintext.</summary>
    internal static bool TryOpen(Span<byte> box, ReadOnlySpan<byte> nonce8, ReadOnlySpan<byte> sharedKey)
    {
        Span<byte> nonce = stackalloc byte[SecretBox.NonceBytes];
        RecordNonce.Expand(RecordNonce.Read(nonce8), nonce);
        return SecretBox.TryOpen(box, nonce, sharedKey, Plaintext(box));
    }
}
