namespace Sws.Grains.Interfaces.Trust;

/// <summary>The cluster's certificate authority as the edges see it. One grain, key 0.</summary>
[GrainInterfaceType("sws.trust"), Alias("sws.trust")]
public interface ITrustGrain : IGrainWithIntegerKey
{
    /// <summary>First half of a proof that the caller holds a key: a challenge that only the holder can open.</summary>
    /// <param name="publicKey">The edge's X25519 key for its next epoch, 32 bytes.</param>
    /// <returns>Null when the key is not a usable one, or too many challenges are open.</returns>
    [Alias("Challenge")]
    ValueTask<KeyChallenge?> ChallengeAsync(byte[] publicKey);

    /// <summary>Second half: certifies the key when the proof is right.</summary>
    /// <returns>The certificate as JSON, or null when the proof is wrong or too old.</returns>
    [Alias("Certify")]
    ValueTask<string?> CertifyAsync(KeyProof proof);
}
