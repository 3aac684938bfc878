namespace Sws.Grains.Interfaces.Trust;

/// <summary>A secret sealed for a public key; see <see cref="ITrustGrain.ChallengeAsync"/>.</summary>
/// <param name="SenderPublicKey">One-time X25519 key of the challenger, 32 bytes.</param>
/// <param name="Nonce">24 bytes.</param>
/// <param name="Box"><c>crypto_box</c> of the 32-byte secret: 48 bytes.</param>
[GenerateSerializer, Immutable, Alias("sws.key-challenge")]
public sealed record KeyChallenge([property: Id(0)] byte[] SenderPublicKey, [property: Id(1)] byte[] Nonce, [property: Id(2)] byte[] Box);
