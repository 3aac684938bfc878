using System.Diagnostics.CodeAnalysis;

namespace Sws.Grains.Hubs;

/// <summary>One role in the allow or deny list of a rule or a runtime grant, ready to be checked.</summary>
public sealed class PermissionEntry
{
    private readonly uint _actions;
    private readonly GroupPattern? _pattern;

    private PermissionEntry(string source, string role, bool isDeny, uint actions, GroupPattern? pattern)
    {
        Source = source;
        Role = role;
        IsDeny = isDeny;
        _actions = actions;
        _pattern = pattern;
    }

    /// <summary>Where the entry comes from, for explanations: <c>Permissions:2 (operators)</c>.</summary>
    public string Source { get; }

    /// <summary>The role as it was written, with its pattern.</summary>
    public string Role { get; }

    /// <summary>Whether it takes away instead of giving.</summary>
    public bool IsDeny { get; }

    /// <summary>Whether its meaning differs between sessions.</summary>
    internal bool HasPlaceholder => _pattern?.HasPlaceholder == true;

    /// <summary>Reads a role with or without a pattern.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="role">The role, see <see cref="Roles"/>.</param>
    /// <param name="isDeny">Whether it stands in a deny list.</param>
    /// <param name="entry">What was read.</param>
    /// <returns>False when there is no such role, or its pattern cannot be read.</returns>
    public static bool TryParse(string source, string role, bool isDeny, [NotNullWhen(true)] out PermissionEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(role);
        entry = null;
        GroupPattern? pattern = null;
        ReadOnlySpan<PolicyAction> actions = Roles.ActionsOf(role);
        if (actions.IsEmpty)
        {
            string? named = Roles.WithPattern.FirstOrDefault(known => role.StartsWith(known + ".", StringComparison.Ordinal));
            if (named is null || !GroupPattern.TryParse(role[(named.Length + 1)..], out pattern))
            {
                return false;
            }

            actions = Roles.ActionsOf(named);
        }

        uint bits = 0;
        foreach (PolicyAction action in actions)
        {
            bits |= Bit(action);
        }

        entry = new PermissionEntry(source, role, isDeny, bits, pattern);
        return true;
    }

    /// <summary>Where the entry stands and what it says, in one line.</summary>
    public override string ToString() => $"{Source} {(IsDeny ? "denies" : "allows")} {Role}";

    internal bool Applies(PolicyAction action, string? target, in PlaceholderValues values) =>
        (_actions & Bit(action)) != 0 && (_pattern is null || (target is not null && _pattern.Matches(target, values)));

    private static uint Bit(PolicyAction action) => 1u << (int)action;
}
