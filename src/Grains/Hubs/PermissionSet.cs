namespace Sws.Grains.Hubs;

/// <summary>What one session may do: the roles of all rules that apply to it. A deny wins over any allow.</summary>
public sealed class PermissionSet
{
    private readonly string[] _allowed;
    private readonly string[] _denied;

    /// <summary>Creates a set.</summary>
    /// <param name="allowed">Roles given, with patterns and placeholders already filled in.</param>
    /// <param name="denied">Roles taken away.</param>
    public PermissionSet(IEnumerable<string> allowed, IEnumerable<string> denied)
    {
        _allowed = [.. allowed];
        _denied = [.. denied];
    }

    /// <summary>Nothing is allowed.</summary>
    public static PermissionSet Empty { get; } = new([], []);

    /// <summary>Whether a role is held.</summary>
    /// <param name="role">A role of <see cref="Roles"/>.</param>
    /// <param name="group">The group it is used on, for the two group roles.</param>
    public bool Allows(string role, string? group = null) => Holds(_allowed, role, group) && !Holds(_denied, role, group);

    private static bool Holds(string[] grants, string role, string? group)
    {
        foreach (string grant in grants)
        {
            if (grant.Length == role.Length)
            {
                if (string.Equals(grant, role, StringComparison.Ordinal))
                {
                    return true;
                }
            }
            else if (group is not null
                && grant.Length > role.Length
                && grant[role.Length] == '.'
                && grant.StartsWith(role, StringComparison.Ordinal)
                && GroupPattern.Matches(grant.AsSpan(role.Length + 1), group))
            {
                return true;
            }
        }

        return false;
    }
}
