using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>What changes make of the state: pure functions, so that a change that cannot be stored has not happened.</summary>
internal static class TrustChanges
{
    /// <summary>What holds: the configured authorities that were not removed, those that were added, the revocation list and the grants.</summary>
    public static TrustSnapshot Snapshot(TrustState state, IReadOnlyList<Certificate> configured)
    {
        TrustedAuthority[] authorities =
        [
            .. configured
                .Where(authority => !state.Removed.ContainsKey(authority.Fingerprint))
                .Select(authority => new TrustedAuthority(authority.Fingerprint, authority.ToJson(), AuthoritySource.Configured, null)),
            .. state.Added.Where(added => configured.All(authority => authority.Fingerprint != added.Fingerprint)),
        ];

        // The version alone says nothing about the configuration, which may be another one after a restart.
        string names = string.Join(' ', authorities.Select(authority => authority.Fingerprint));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(names)).AsSpan(0, 8));
        string tag = string.Create(CultureInfo.InvariantCulture, $"{state.Version}-{digest}");
        return new TrustSnapshot(tag, state.Version, authorities, state.Revocations, state.Grants);
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Add(
        TrustState state, IReadOnlyList<Certificate> configured, string certificateJson, ChangeNote note)
    {
        if (!Certificate.TryParse(Encoding.UTF8.GetBytes(certificateJson), out Certificate? authority, out _)
            || TrustStore.CheckAuthority(authority!) != CertificateError.None)
        {
            return (TrustOutcome.Invalid, null, state);
        }

        string fingerprint = authority!.Fingerprint;
        if (configured.Any(known => known.Fingerprint == fingerprint))
        {
            Dictionary<string, ChangeNote> removed = new(state.Removed);
            return removed.Remove(fingerprint)
                ? (TrustOutcome.Done, fingerprint, state with { Removed = removed })
                : (TrustOutcome.Unchanged, fingerprint, state);
        }

        if (state.Added.Any(known => known.Fingerprint == fingerprint))
        {
            return (TrustOutcome.Unchanged, fingerprint, state);
        }

        return state.Added.Count >= ITrustGrain.MaxAuthorities
            ? (TrustOutcome.Full, null, state)
            : (TrustOutcome.Done, fingerprint, state with
            {
                Added = Array([.. state.Added, new TrustedAuthority(fingerprint, authority.ToJson(), AuthoritySource.Added, note)]),
            });
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Remove(
        TrustState state, IReadOnlyList<Certificate> configured, string fingerprint, ChangeNote note)
    {
        TrustedAuthority[] added = [.. state.Added.Where(known => known.Fingerprint != fingerprint)];
        bool isConfigured = configured.Any(known => known.Fingerprint == fingerprint) && !state.Removed.ContainsKey(fingerprint);
        if (added.Length == state.Added.Count && !isConfigured)
        {
            return (TrustOutcome.NotFound, null, state);
        }

        TrustState next = state with { Added = added };
        return (TrustOutcome.Done, fingerprint, isConfigured ? next with { Removed = With(state.Removed, fingerprint, note) } : next);
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Revoke(
        TrustState state, IReadOnlyList<TrustedAuthority> authorities, RevocationRequest request, ChangeNote note)
    {
        string value = request.Value;
        if (request.Kind == RevocationKind.IssuedBefore)
        {
            // By its key: the same key may have been certified twice, and both certificates verify what it signed.
            if (authorities.FirstOrDefault(known => known.Fingerprint == value) is not { } authority
                || !Certificate.TryParse(Encoding.UTF8.GetBytes(authority.CertificateJson), out Certificate? certificate, out _))
            {
                return (TrustOutcome.NotFound, null, state);
            }

            value = Base64Url.EncodeToString(certificate!.PublicKey.Span);
        }

        string id = Id(string.Create(CultureInfo.InvariantCulture, $"{request.Kind} {request.BeforeMs} {value}"));
        if (state.Revocations.Any(known => known.Id == id))
        {
            return (TrustOutcome.Unchanged, id, state);
        }

        return state.Revocations.Count >= ITrustGrain.MaxRevocations
            ? (TrustOutcome.Full, null, state)
            : (TrustOutcome.Done, id, state with { Revocations = Array([.. state.Revocations, new Revocation(id, request.Kind, value, request.BeforeMs, note)]) });
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Unrevoke(TrustState state, string id)
    {
        Revocation[] left = [.. state.Revocations.Where(known => known.Id != id)];
        return left.Length == state.Revocations.Count ? (TrustOutcome.NotFound, null, state) : (TrustOutcome.Done, id, state with { Revocations = left });
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Grant(TrustState state, GrantRequest request, ChangeNote note)
    {
        if (!PermissionEntry.TryParse("grant", request.Role, request.IsDeny, out _))
        {
            return (TrustOutcome.Invalid, null, state);
        }

        string id = Id($"{request.Subject} {request.IsDeny}\n{request.Role}\n{request.Hub}\n{request.Value}");
        if (state.Grants.Any(known => known.Id == id))
        {
            return (TrustOutcome.Unchanged, id, state);
        }

        return state.Grants.Count >= ITrustGrain.MaxGrants
            ? (TrustOutcome.Full, null, state)
            : (TrustOutcome.Done, id, state with { Grants = Array([.. state.Grants, new Grant(id, request, note)]) });
    }

    public static (TrustOutcome Outcome, string? Id, TrustState State) Withdraw(TrustState state, string id)
    {
        Grant[] left = [.. state.Grants.Where(known => known.Id != id)];
        return left.Length == state.Grants.Count ? (TrustOutcome.NotFound, null, state) : (TrustOutcome.Done, id, state with { Grants = left });
    }

    // The type behind a collection expression of an interface has no serializer; an array has.
    private static T[] Array<T>(T[] items) => items;

    private static string Id(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 12));

    private static Dictionary<string, ChangeNote> With(IReadOnlyDictionary<string, ChangeNote> notes, string key, ChangeNote note) =>
        new(notes) { [key] = note };
}
