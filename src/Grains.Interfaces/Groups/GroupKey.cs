namespace Sws.Grains.Interfaces.Groups;

/// <summary>The key of a group grain: hub and group name in one string.</summary>
public static class GroupKey
{
    // A hub name is a configuration key and so never holds a line feed; a group name may hold any character.
    private const char Separator = '\n';

    /// <summary>The grain key of a group.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="group">The group.</param>
    public static string Of(string hub, string group) => string.Concat(hub, "\n", group);

    /// <summary>Splits a grain key.</summary>
    /// <param name="key">A key made by <see cref="Of"/>.</param>
    /// <exception cref="FormatException">The key was not made by <see cref="Of"/>.</exception>
    public static (string Hub, string Group) Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int split = key.IndexOf(Separator, StringComparison.Ordinal);
        return split < 0 ? throw new FormatException("Not the key of a group grain.") : (key[..split], key[(split + 1)..]);
    }
}
