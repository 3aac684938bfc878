namespace Sws.Grains.Hubs;

/// <summary>One permission rule of a hub. The rules that match a client add up; a deny in any of them wins.</summary>
/// <param name="Allow">Roles that are given, see <see cref="Roles"/>.</param>
/// <param name="Deny">Roles that are taken away.</param>
public sealed record PermissionRule(IReadOnlyList<string> Allow, IReadOnlyList<string> Deny)
{
    /// <summary>What explanations call the rule; by default its number.</summary>
    public string? Name { get; init; }

    /// <summary>Whom the rule is about; null for everybody.</summary>
    public RuleMatch? Match { get; init; }
}
