using System.Buffers.Text;
using System.Collections.Frozen;
using Sws.Grains.Interfaces.Trust;

namespace Sws.Grains.Hubs;

/// <summary>The runtime grants of one version of what is trusted, ready to be asked. Immutable: another object is another set of grants.</summary>
public sealed class GrantIndex
{
    private const string SourcePrefix = "grant ";

    private readonly FrozenDictionary<(string Hub, GrantSubject Subject, string Value), PermissionEntry[]> _entries;

    /// <summary>Creates an index.</summary>
    /// <param name="grants">The grants, whose roles the trust grain has checked.</param>
    public GrantIndex(IEnumerable<Grant> grants) => _entries = grants
        .GroupBy(grant => (grant.Request.Hub, grant.Request.Subject, grant.Request.Value))
        .ToFrozenDictionary(same => same.Key, same => same.Select(Entry).ToArray());

    /// <summary>No grants.</summary>
    public static GrantIndex Empty { get; } = new([]);

    /// <summary>Whether an entry is that of a grant and not of a rule.</summary>
    /// <param name="entry">The entry.</param>
    public static bool IsGrant(PermissionEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Source.StartsWith(SourcePrefix, StringComparison.Ordinal);
    }

    /// <summary>What was granted to a client.</summary>
    /// <param name="hub">The hub it is in.</param>
    /// <param name="userId">Its user id there.</param>
    /// <param name="publicKey">Its key, 32 bytes.</param>
    public PermissionEntries For(string hub, string userId, ReadOnlySpan<byte> publicKey)
    {
        if (_entries.Count == 0)
        {
            return PermissionEntries.None;
        }

        PermissionEntry[] ofUser = _entries.GetValueOrDefault((hub, GrantSubject.UserId, userId), []);
        PermissionEntry[] ofKey = _entries.GetValueOrDefault((hub, GrantSubject.PublicKey, Base64Url.EncodeToString(publicKey)), []);
        return ofUser.Length + ofKey.Length == 0 ? PermissionEntries.None : new PermissionEntries([.. ofUser, .. ofKey]);
    }

    private static PermissionEntry Entry(Grant grant) =>
        PermissionEntry.TryParse(SourcePrefix + grant.Id, grant.Request.Role, grant.Request.IsDeny, out PermissionEntry? entry)
            ? entry
            : throw new InvalidOperationException($"The trust grain handed out a grant whose role is none: {grant.Id}.");
}
