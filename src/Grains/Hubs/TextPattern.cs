namespace Sws.Grains.Hubs;

/// <summary>A pattern over plain text, in which <c>*</c> stands for any run of characters, none included.</summary>
public static class TextPattern
{
    /// <summary>Whether a text matches, ordinal. No recursion, so no blow-up.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0;
        int retryPattern = -1, retryText = -1;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (retryPattern, retryText) = (++p, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (retryPattern >= 0)
            {
                (p, t) = (retryPattern, ++retryText);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
