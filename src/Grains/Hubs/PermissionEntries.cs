namespace Sws.Grains.Hubs;

/// <summary>The entries of all rules that apply to a session, shared by all sessions that the same rules apply to.</summary>
public sealed class PermissionEntries
{
    private readonly PermissionEntry[] _denied;
    private readonly PermissionEntry[] _allowed;

    /// <summary>Creates a set of entries.</summary>
    /// <param name="entries">The entries; of several that apply, the first is named in explanations.</param>
    public PermissionEntries(IEnumerable<PermissionEntry> entries)
    {
        ILookup<bool, PermissionEntry> lists = entries.ToLookup(entry => entry.IsDeny);
        _denied = [.. lists[true]];
        _allowed = [.. lists[false]];
        HasPlaceholder = _denied.Concat(_allowed).Any(entry => entry.HasPlaceholder);
    }

    /// <summary>No entries.</summary>
    public static PermissionEntries None { get; } = new([]);

    /// <summary>Whether any entry means something else in every session.</summary>
    internal bool HasPlaceholder { get; }

    internal PermissionEntry? Denying(PolicyAction action, string? target, in PlaceholderValues values) => First(_denied, action, target, values);

    internal PermissionEntry? Allowing(PolicyAction action, string? target, in PlaceholderValues values) => First(_allowed, action, target, values);

    private static PermissionEntry? First(PermissionEntry[] entries, PolicyAction action, string? target, in PlaceholderValues values)
    {
        foreach (PermissionEntry entry in entries)
        {
            if (entry.Applies(action, target, values))
            {
                return entry;
            }
        }

        return null;
    }
}
