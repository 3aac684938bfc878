namespace Sws.Grains.Interfaces.Trust;

/// <summary>The cluster's certificate authority as the edges see it, and what the cluster trusts. One grain, key 0.</summary>
[GrainInterfaceType("sws.trust"), Alias("sws.trust")]
public interface ITrustGrain : IGrainWithIntegerKey
{
    /// <summary>The most authorities that can be added.</summary>
    const int MaxAuthorities = 64;

    /// <summary>The most entries of the revocation list: about 2 MB of state. Expired certificates need none.</summary>
    const int MaxRevocations = 10_000;

    /// <summary>The most runtime grants: about 3 MB of state. What holds for many clients is better said by a hub's rule.</summary>
    const int MaxGrants = 10_000;

    /// <summary>First half of a proof that the caller holds a key: a challenge that only the holder can open.</summary>
    /// <param name="publicKey">The edge's X25519 key for its next epoch, 32 bytes.</param>
    /// <returns>Null when the key is not a usable one, or too many challenges are open.</returns>
    [Alias("Challenge")]
    ValueTask<KeyChallenge?> ChallengeAsync(byte[] publicKey);

    /// <summary>Second half: certifies the key when the proof is right.</summary>
    /// <returns>The certificate as JSON, or null when the proof is wrong or too old.</returns>
    [Alias("Certify")]
    ValueTask<string?> CertifyAsync(KeyProof proof);

    /// <summary>What is trusted, revoked and granted.</summary>
    /// <param name="knownTag">The <see cref="TrustSnapshot.Tag"/> that the caller has, or null.</param>
    /// <returns>Null when that is still right.</returns>
    [Alias("Get"), ResponseTimeout("00:00:02")]
    ValueTask<TrustSnapshot?> GetAsync(string? knownTag);

    /// <summary>Trusts an authority. The answer comes when that is stored.</summary>
    /// <param name="certificateJson">Its self-signed certificate.</param>
    /// <param name="note">Who wants it.</param>
    [Alias("AddAuthority")]
    ValueTask<TrustChange> AddAuthorityAsync(string certificateJson, ChangeNote note);

    /// <summary>Trusts an authority no longer, a configured one either. The answer comes when that is stored.</summary>
    /// <param name="fingerprint">The authority's fingerprint.</param>
    /// <param name="note">Who wants it.</param>
    [Alias("RemoveAuthority")]
    ValueTask<TrustChange> RemoveAuthorityAsync(string fingerprint, ChangeNote note);

    /// <summary>Revokes something. The answer comes when that is stored.</summary>
    [Alias("Revoke")]
    ValueTask<TrustChange> RevokeAsync(RevocationRequest request, ChangeNote note);

    /// <summary>Takes a revocation back. The answer comes when that is stored.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="note">Who wants it.</param>
    [Alias("Unrevoke")]
    ValueTask<TrustChange> UnrevokeAsync(string id, ChangeNote note);

    /// <summary>Gives or takes a role. The answer comes when that is stored.</summary>
    [Alias("Grant")]
    ValueTask<TrustChange> GrantAsync(GrantRequest request, ChangeNote note);

    /// <summary>Takes a grant back. The answer comes when that is stored.</summary>
    /// <param name="id">The grant's id.</param>
    /// <param name="note">Who wants it.</param>
    [Alias("Withdraw")]
    ValueTask<TrustChange> WithdrawAsync(string id, ChangeNote note);
}
