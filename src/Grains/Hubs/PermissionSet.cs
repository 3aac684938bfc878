namespace Sws.Grains.Hubs;

/// <summary>
/// What one session may do: the entries of all rules and runtime grants that apply to it, and what their placeholders stand
/// for. A deny wins over any allow; what nothing allows is denied. Immutable, and shared between sessions where no
/// placeholder is used.
/// </summary>
public sealed class PermissionSet
{
    private readonly PermissionEntries _rules;
    private readonly PermissionEntries _grants;
    private readonly PlaceholderValues _values;

    /// <summary>Creates a set.</summary>
    /// <param name="rules">Entries of the hub's rules.</param>
    /// <param name="grants">Entries of runtime grants.</param>
    /// <param name="values">What placeholders stand for.</param>
    public PermissionSet(PermissionEntries rules, PermissionEntries grants, PlaceholderValues values)
    {
        _rules = rules;
        _grants = grants;
        _values = values;
    }

    /// <summary>Nothing is allowed.</summary>
    public static PermissionSet Empty { get; } = new(PermissionEntries.None, PermissionEntries.None, default);

    /// <summary>Whether the entries of rules mean something else in every session.</summary>
    internal bool HasPlaceholder => _rules.HasPlaceholder;

    /// <summary>The same rules with grants and placeholders of one session.</summary>
    internal PermissionSet With(PermissionEntries grants, PlaceholderValues values) => new(_rules, grants, values);

    /// <summary>Whether an action is allowed. Allocates nothing.</summary>
    /// <param name="action">The action.</param>
    /// <param name="target">What it is done to, where the action has a target.</param>
    public bool Allows(PolicyAction action, string? target = null) => Decide(action, target).Allowed;

    /// <summary>Whether an action is allowed, and by which entry. Allocates nothing.</summary>
    /// <param name="action">The action; <see cref="PolicyAction.Connect"/> is the hub's to decide and always allowed here.</param>
    /// <param name="target">What it is done to, where the action has a target.</param>
    public PolicyDecision Decide(PolicyAction action, string? target = null)
    {
        if (action == PolicyAction.Connect)
        {
            return new PolicyDecision(true, null, null);
        }

        PermissionEntry? denying = _rules.Denying(action, target, _values) ?? _grants.Denying(action, target, _values);
        if (denying is not null)
        {
            return new PolicyDecision(false, denying, null);
        }

        PermissionEntry? allowing = _rules.Allowing(action, target, _values) ?? _grants.Allowing(action, target, _values);
        return new PolicyDecision(allowing is not null, allowing, null);
    }
}
