using System.Security.Cryptography;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Grains.Trust;

/// <summary>
/// Keeps what the cluster trusts, and certifies the keys of edges that prove to hold them. One call at a time: what is
/// answered is stored, and what is read is what is stored.
/// </summary>
[GrainType("sws.trust"), CollectionAgeLimit(AlwaysActive = true)]
internal sealed class TrustGrain(
    IGrainContext context,
    ClusterAuthority cluster,
    ConfiguredAuthorities configured,
    [PersistentState("trust", GrainStorageNames.Default)] IPersistentState<TrustState> store,
    TimeProvider time) : IGrainBase, ITrustGrain
{
    // A challenge is answered within one round trip; what is open longer was given up.
    private static readonly TimeSpan ChallengeLifetime = TimeSpan.FromSeconds(30);
    private const int MaxOpenChallenges = 1024;

    private readonly Dictionary<string, (byte[] Secret, DateTimeOffset Expires)> _challenges = [];
    private TrustSnapshot? _snapshot;

    public IGrainContext GrainContext { get; } = context;

    private TrustSnapshot Snapshot => _snapshot ??= TrustChanges.Snapshot(store.State, configured.Certificates);

    public ValueTask<KeyChallenge?> ChallengeAsync(byte[] publicKey)
    {
        using BoxKeyPair sender = BoxKeyPair.Generate();
        byte[] shared = new byte[SecretBox.KeyBytes];
        ForgetExpired();
        if (_challenges.Count >= MaxOpenChallenges || !sender.TryShare(publicKey, shared))
        {
            return ValueTask.FromResult<KeyChallenge?>(null);
        }

        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(SecretBox.NonceBytes);
        byte[] box = [.. new byte[SecretBox.MacBytes], .. secret];
        SecretBox.Seal(box, nonce, shared);
        CryptographicOperations.ZeroMemory(shared);
        _challenges[Convert.ToBase64String(publicKey)] = (secret, time.GetUtcNow() + ChallengeLifetime);
        return ValueTask.FromResult<KeyChallenge?>(new KeyChallenge(sender.PublicKey.ToArray(), nonce, box));
    }

    public ValueTask<string?> CertifyAsync(KeyProof proof)
    {
        bool isProven = _challenges.Remove(Convert.ToBase64String(proof.PublicKey), out (byte[] Secret, DateTimeOffset Expires) challenge)
            && challenge.Expires > time.GetUtcNow()
            && CryptographicOperations.FixedTimeEquals(challenge.Secret, proof.Secret);
        if (!isProven || cluster.Authority is not { } authority)
        {
            return ValueTask.FromResult<string?>(null);
        }

        DateTimeOffset now = time.GetUtcNow();
        CertificateRequest request = new(proof.PublicKey, proof.Names, proof.Addresses, [], null, Earlier(now + proof.Validity, authority.Certificate.NotAfter));
        return ValueTask.FromResult<string?>(authority.Issue(request, now).ToJson());
    }

    public ValueTask<TrustSnapshot?> GetAsync(string? knownTag) =>
        ValueTask.FromResult(knownTag == Snapshot.Tag ? null : Snapshot);

    public ValueTask<TrustChange> AddAuthorityAsync(string certificateJson, ChangeNote note) =>
        StoreAsync(TrustChanges.Add(store.State, configured.Certificates, certificateJson, note));

    public ValueTask<TrustChange> RemoveAuthorityAsync(string fingerprint, ChangeNote note) =>
        StoreAsync(TrustChanges.Remove(store.State, configured.Certificates, fingerprint, note));

    public ValueTask<TrustChange> RevokeAsync(RevocationRequest request, ChangeNote note) =>
        StoreAsync(TrustChanges.Revoke(store.State, Snapshot.Authorities, request, note));

    public ValueTask<TrustChange> UnrevokeAsync(string id, ChangeNote note) => StoreAsync(TrustChanges.Unrevoke(store.State, id));

    public ValueTask<TrustChange> GrantAsync(GrantRequest request, ChangeNote note) => StoreAsync(TrustChanges.Grant(store.State, request, note));

    public ValueTask<TrustChange> WithdrawAsync(string id, ChangeNote note) => StoreAsync(TrustChanges.Withdraw(store.State, id));

    private async ValueTask<TrustChange> StoreAsync((TrustOutcome Outcome, string? Id, TrustState State) change)
    {
        if (change.Outcome == TrustOutcome.Done)
        {
            TrustState before = store.State;
            store.State = change.State with { Version = before.Version + 1 };
            try
            {
                await store.WriteStateAsync();
            }
            catch
            {
                // Stored or not, nobody knows: begin anew from what is there.
                store.State = before;
                GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, "What is trusted could not be stored."));
                throw;
            }

            _snapshot = null;
        }

        return new TrustChange(change.Outcome, change.Id, store.State.Version);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void ForgetExpired()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (string expired in _challenges.Where(entry => entry.Value.Expires <= now).Select(entry => entry.Key).ToList())
        {
            _challenges.Remove(expired);
        }
    }
}
