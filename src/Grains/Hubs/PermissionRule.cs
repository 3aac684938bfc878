namespace Sws.Grains.Hubs;

/// <summary>One permission rule of a hub. Rules add up; a deny in any rule wins.</summary>
/// <param name="Allow">Roles that are given, see <see cref="Roles"/>.</param>
/// <param name="Deny">Roles that are taken away.</param>
public sealed record PermissionRule(IReadOnlyList<string> Allow, IReadOnlyList<string> Deny);
