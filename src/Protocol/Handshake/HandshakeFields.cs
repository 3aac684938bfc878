using Sws.Protocol.Crypto;

namespace Sws.Protocol.Handshake;

/// <summary>What one handshake message says. Fields the message does not need are not judged.</summary>
internal struct HandshakeFields
{
    internal HandshakeOpcode Opcode;
    internal int Version;

    /// <summary>Whether <see cref="Nonce"/> was exactly 8 bytes.</summary>
    internal bool HasNonce;
    internal Bytes8 Nonce;

    /// <summary>Whether <see cref="PublicKey"/> was exactly 32 bytes.</summary>
    internal bool HasPublicKey;
    internal Bytes32 PublicKey;

    /// <summary>Bytes of the box; −1 when there is none or it is not an array of bytes.</summary>
    internal int BoxLength;
}
