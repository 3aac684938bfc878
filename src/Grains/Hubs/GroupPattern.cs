using System.Diagnostics.CodeAnalysis;

namespace Sws.Grains.Hubs;

/// <summary>
/// A pattern over dot-separated names of groups, users and events: <c>*</c> stands for one segment, <c>**</c> for any
/// number of segments, <c>{userId}</c>, <c>{gid}</c> and <c>{name}</c> for what the session has, everything else for
/// itself, ordinal. What a placeholder stands for is compared as text and never read as a pattern: a <c>*</c> in it is a
/// star in the name, a dot in it a dot in the name.
/// </summary>
public sealed class GroupPattern
{
    /// <summary>The most UTF-16 units that a pattern may have: as many as a group name has bytes.</summary>
    public const int MaxLength = 1024;

    // A segment is a list of parts; these two are told apart by reference.
    private static readonly PatternPart[] Star = [];
    private static readonly PatternPart[] DoubleStar = [new(PatternPartKind.Text, "**")];

    private readonly PatternPart[][] _segments;

    private GroupPattern(PatternPart[][] segments) => _segments = segments;

    /// <summary>Every name.</summary>
    public static GroupPattern Any { get; } = new([DoubleStar]);

    /// <summary>Whether the pattern has a placeholder, so that its meaning differs between sessions.</summary>
    public bool HasPlaceholder => _segments.Any(segment => segment.Any(part => part.Kind != PatternPartKind.Text));

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">What was read.</param>
    /// <returns>False when it is empty or too long, or has a brace that belongs to no known placeholder.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out GroupPattern? pattern)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        List<PatternPart[]> segments = [];
        foreach (string segment in text.Split('.'))
        {
            if (segment is "*" or "**")
            {
                segments.Add(segment is "*" ? Star : DoubleStar);
            }
            else if (ReadParts(segment) is { } parts)
            {
                segments.Add(parts);
            }
            else
            {
                return false;
            }
        }

        pattern = new GroupPattern([.. segments]);
        return true;
    }

    /// <summary>Whether a name matches. Allocates nothing; linear in the length of the name for patterns with one <c>**</c>.</summary>
    /// <param name="name">The name of a group, a user or an event.</param>
    /// <param name="values">What the placeholders stand for.</param>
    public bool Matches(ReadOnlySpan<char> name, in PlaceholderValues values = default)
    {
        // Greedy match with one point to fall back to, as for shell globs: no recursion, so no blow-up. Positions in the
        // name are starts of segments; behind the last one is one past its end.
        int at = 0, position = 0;
        int retryAt = -1, retryPosition = -1;
        while (position <= name.Length)
        {
            PatternPart[]? segment = at < _segments.Length ? _segments[at] : null;
            if (ReferenceEquals(segment, DoubleStar))
            {
                (retryAt, retryPosition) = (++at, position);
                if (at == _segments.Length)
                {
                    return true;
                }
            }
            else if (segment is not null && After(segment, name, position, values) is var next and > 0)
            {
                at++;
                position = next;
            }
            else if (retryAt >= 0)
            {
                retryPosition = AfterSegment(name, retryPosition);
                (at, position) = (retryAt, retryPosition);
            }
            else
            {
                return false;
            }
        }

        while (at < _segments.Length && ReferenceEquals(_segments[at], DoubleStar))
        {
            at++;
        }

        return at == _segments.Length;
    }

    /// <summary>Where the name goes on behind a segment of the pattern; 0 when it does not match there.</summary>
    private static int After(PatternPart[] segment, ReadOnlySpan<char> name, int position, in PlaceholderValues values)
    {
        if (ReferenceEquals(segment, Star))
        {
            return AfterSegment(name, position);
        }

        // A value may hold dots: then this one segment of the pattern covers several of the name.
        foreach (PatternPart part in segment)
        {
            if (part.ValueIn(values) is not { } text || !name[position..].StartsWith(text, StringComparison.Ordinal))
            {
                return 0;
            }

            position += text.Length;
        }

        return position == name.Length || name[position] == '.' ? position + 1 : 0;
    }

    private static int AfterSegment(ReadOnlySpan<char> name, int position)
    {
        int dot = name[position..].IndexOf('.');
        return dot < 0 ? name.Length + 1 : position + dot + 1;
    }

    private static PatternPart[]? ReadParts(string segment)
    {
        List<PatternPart> parts = [];
        int position = 0;
        while (position < segment.Length)
        {
            int brace = segment.AsSpan(position).IndexOfAny('{', '}');
            int end = brace < 0 ? segment.Length : position + brace;
            if (end > position)
            {
                parts.Add(new PatternPart(PatternPartKind.Text, segment[position..end]));
                position = end;
                continue;
            }

            if (ReadPlaceholder(segment.AsSpan(position)) is not var (kind, length))
            {
                return null;
            }

            parts.Add(new PatternPart(kind, ""));
            position += length;
        }

        // An empty segment is one of empty text, and not the star.
        return parts.Count > 0 ? [.. parts] : [new PatternPart(PatternPartKind.Text, "")];
    }

    private static (PatternPartKind Kind, int Length)? ReadPlaceholder(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("{userId}"))
        {
            return (PatternPartKind.UserId, 8);
        }

        if (text.StartsWith("{gid}"))
        {
            return (PatternPartKind.Gid, 5);
        }

        return text.StartsWith("{name}") ? (PatternPartKind.Name, 6) : null;
    }
}
