using System.Security.Cryptography;
using Orleans.Concurrency;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Grains.Trust;

/// <summary>Certifies the keys of edges that prove to hold them.</summary>
[GrainType("sws.trust"), Reentrant]
internal sealed class TrustGrain(IGrainContext context, ClusterAuthority cluster, TimeProvider time) : IGrainBase, ITrustGrain
{
    // A challenge is answered within one round trip; what is open longer was given up.
    private static readonly TimeSpan ChallengeLifetime = TimeSpan.FromSeconds(30);
    private const int MaxOpenChallenges = 1024;

    private readonly Dictionary<string, (byte[] Secret, DateTimeOffset Expires)> _challenges = [];

    public IGrainContext GrainContext { get; } = context;

    public ValueTask<KeyChallenge?> ChallengeAsync(byte[] publicKey)
    {
        using BoxKeyPair sender = BoxKeyPair.Generate();
        byte[] shared = new byte[SecretBox.KeyBytes];
        if (_challenges.Count >= MaxOpenChallenges || !sender.TryShare(publicKey, shared))
        {
            return ValueTask.FromResult<KeyChallenge?>(null);
        }

        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(SecretBox.NonceBytes);
        byte[] box = [.. new byte[SecretBox.MacBytes], .. secret];
        SecretBox.Seal(box, nonce, shared);
        CryptographicOperations.ZeroMemory(shared);
        ForgetExpired();
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
