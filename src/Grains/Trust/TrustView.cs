using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>One version of what is trusted, revoked and granted, ready to be asked. Immutable.</summary>
public sealed class TrustView
{
    private readonly FrozenDictionary<string, string> _certificates;
    private readonly FrozenDictionary<string, string> _gids;
    private readonly FrozenDictionary<string, string> _keys;
    private readonly FrozenDictionary<string, (long BeforeMs, string Id)> _issuedBefore;

    // By public key: until when an authority with that key may have signed.
    private readonly FrozenDictionary<string, long> _authorities;

    private TrustView(TrustSnapshot snapshot, TrustStore store, GrantIndex grants)
    {
        Snapshot = snapshot;
        Store = store;
        Grants = grants;
        _certificates = Index(RevocationKind.Certificate);
        _gids = Index(RevocationKind.Gid);
        _keys = Index(RevocationKind.PublicKey);
        _issuedBefore = snapshot.Revocations
            .Where(entry => entry.Kind == RevocationKind.IssuedBefore)
            .GroupBy(entry => entry.Value, StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.Select(entry => (entry.BeforeMs, entry.Id)).Max(), StringComparer.Ordinal);
        _authorities = store.Authorities
            .GroupBy(authority => Base64Url.EncodeToString(authority.PublicKey.Span), StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.Max(authority => authority.NotAfterMs), StringComparer.Ordinal);
    }

    /// <summary>What this was made of.</summary>
    public TrustSnapshot Snapshot { get; }

    /// <summary>The trusted authorities; the same object as before when only the revocation list changed.</summary>
    public TrustStore Store { get; }

    /// <summary>The runtime grants; the same object as before when they did not change.</summary>
    public GrantIndex Grants { get; }

    /// <summary>Makes a view.</summary>
    /// <param name="snapshot">From the trust grain, which has checked every authority in it.</param>
    /// <param name="before">The view that it replaces, or null.</param>
    public static TrustView From(TrustSnapshot snapshot, TrustView? before)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        bool sameAuthorities = before is not null
            && snapshot.Authorities.Select(authority => authority.Fingerprint).SequenceEqual(before.Store.Authorities.Select(authority => authority.Fingerprint));
        bool sameGrants = before is not null && snapshot.Grants.Select(grant => grant.Id).SequenceEqual(before.Snapshot.Grants.Select(grant => grant.Id));
        return new TrustView(
            snapshot,
            sameAuthorities ? before!.Store : new TrustStore(snapshot.Authorities.Select(Parse)),
            sameGrants ? before!.Grants : new GrantIndex(snapshot.Grants));
    }

    /// <summary>Whether a client may stay, as far as time, authorities and revocations go. Allocates nothing for one that may.</summary>
    /// <param name="publicKey">The key it proved to hold, 32 bytes.</param>
    /// <param name="certificate">Its verified certificate, or null.</param>
    /// <param name="now">The present moment.</param>
    public TrustVerdict Check(ReadOnlySpan<byte> publicKey, CertificateFacts? certificate, DateTimeOffset now)
    {
        if (RevocationOfKey(publicKey) is { } keyEntry)
        {
            return new TrustVerdict(CertificateError.Revoked, keyEntry);
        }

        if (certificate is null)
        {
            return default;
        }

        if (!_authorities.TryGetValue(certificate.SignerKey, out long authorityUntil))
        {
            return new TrustVerdict(CertificateError.UnknownAuthority, null);
        }

        if (_certificates.TryGetValue(certificate.Fingerprint, out string? entry)
            || (certificate.Gid is { } gid && _gids.TryGetValue(gid, out entry)))
        {
            return new TrustVerdict(CertificateError.Revoked, entry);
        }

        if (_issuedBefore.TryGetValue(certificate.SignerKey, out (long BeforeMs, string Id) rule) && certificate.SignedAtMs < rule.BeforeMs)
        {
            return new TrustVerdict(CertificateError.Revoked, rule.Id);
        }

        if (certificate.NotAfterMs <= now.ToUnixTimeMilliseconds())
        {
            return new TrustVerdict(CertificateError.Expired, null);
        }

        return certificate.NotAfterMs <= authorityUntil ? default : new TrustVerdict(CertificateError.OutlivesAuthority, null);
    }

    /// <summary>The entry of the revocation list that is about a key; null when there is none.</summary>
    /// <param name="publicKey">32 bytes.</param>
    internal string? RevocationOfKey(ReadOnlySpan<byte> publicKey)
    {
        if (_keys.Count == 0)
        {
            return null;
        }

        Span<char> text = stackalloc char[Base64Url.GetEncodedLength(publicKey.Length)];
        Base64Url.EncodeToChars(publicKey, text);
        return _keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? entry) ? entry : null;
    }

    private static Certificate Parse(TrustedAuthority authority) =>
        Certificate.TryParse(Encoding.UTF8.GetBytes(authority.CertificateJson), out Certificate? certificate, out _)
            ? certificate!
            : throw new InvalidOperationException($"The trust grain handed out a certificate that does not parse: {authority.Fingerprint}.");

    private FrozenDictionary<string, string> Index(RevocationKind kind) => Snapshot.Revocations
        .Where(entry => entry.Kind == kind)
        .ToFrozenDictionary(entry => entry.Value, entry => entry.Id, StringComparer.Ordinal);
}
