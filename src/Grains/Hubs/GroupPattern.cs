namespace Sws.Grains.Hubs;

/// <summary>
/// A pattern over dot-separated group names: <c>*</c> stands for one segment, <c>**</c> for any number of segments,
/// everything else for itself, ordinal.
/// </summary>
public static class GroupPattern
{
    /// <summary>Whether a group name matches. Linear in the length of the name for patterns with one <c>**</c>.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="group">The group name.</param>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> group)
    {
        // Greedy match with one point to fall back to, as for shell globs: no recursion, so no blow-up.
        int p = 0, g = 0;
        int retryPattern = -1, retryGroup = -1;
        while (g <= group.Length)
        {
            if (p <= pattern.Length && Segment(pattern, p) is var wanted && wanted is "**")
            {
                p += wanted.Length + 1;
                retryPattern = p;
                retryGroup = g;
                if (p > pattern.Length)
                {
                    return true;
                }
            }
            else if (p <= pattern.Length && SegmentMatches(Segment(pattern, p), Segment(group, g)))
            {
                p += Segment(pattern, p).Length + 1;
                g += Segment(group, g).Length + 1;
            }
            else if (retryPattern >= 0)
            {
                retryGroup += Segment(group, retryGroup).Length + 1;
                p = retryPattern;
                g = retryGroup;
            }
            else
            {
                return false;
            }
        }

        while (p <= pattern.Length && Segment(pattern, p) is "**")
        {
            p += 3;
        }

        return p > pattern.Length;
    }

    private static bool SegmentMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> segment) => pattern is "*" || pattern.SequenceEqual(segment);

    private static ReadOnlySpan<char> Segment(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..];
        int dot = rest.IndexOf('.');
        return dot < 0 ? rest : rest[..dot];
    }
}
