namespace Sws.Grains.Hubs;

/// <summary>A piece of a pattern's segment: fixed text, or a placeholder.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text of <see cref="PatternPartKind.Text"/>; else empty.</param>
internal readonly record struct PatternPart(PatternPartKind Kind, string Text)
{
    /// <summary>What the part stands for; null when its placeholder has no value.</summary>
    public string? ValueIn(in PlaceholderValues values) => Kind switch
    {
        PatternPartKind.Text => Text,
        PatternPartKind.UserId => OrNull(values.UserId),
        PatternPartKind.Gid => OrNull(values.Gid),
        _ => OrNull(values.Name),
    };

    private static string? OrNull(string? value) => value is { Length: > 0 } ? value : null;
}
