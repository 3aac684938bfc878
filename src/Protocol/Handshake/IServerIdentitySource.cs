namespace Sws.Protocol.Handshake;

/// <summary>Where a server's handshakes get their keys. Called from many handshakes at once.</summary>
public interface IServerIdentitySource
{
    /// <summary>
    /// The identity for one version 1 handshake, which disposes it: a fresh key pair (then no key is ever used twice), or a lease of a
    /// static one that clients pin.
    /// </summary>
    ServerIdentity ForVersion1();

    /// <summary>The identity for one version 2 handshake, which disposes it. It must have a certificate.</summary>
    ServerIdentity ForVersion2();

    /// <summary>
    /// Admits each hello to a shared identity once. A server that answers the same hello twice encrypts two texts with one key and nonce, which
    /// gives away both texts' difference and lets the replier forge (NaCl's contract is one message per key and nonce).
    /// </summary>
    /// <param name="identity">What <see cref="ForVersion1"/> or <see cref="ForVersion2"/> returned; its <see cref="ServerIdentity.Shared"/> is true.</param>
    /// <param name="digest16">BLAKE2b-128 of shared key ‖ client nonce: the same for every spelling of the same key and nonce.</param>
    /// <returns>False when this digest was seen before with the same key pair, or when that cannot be known.</returns>
    bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16);
}
