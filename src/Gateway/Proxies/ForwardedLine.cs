using System.Buffers;

namespace Sws.Gateway.Proxies;

/// <summary>
/// Reads one line of <c>Forwarded</c> by the grammar of RFC 7239, section 4, from its left end. Strictly: what is inside
/// quotes can be told only while everything before it is well-formed, and the left part is the client's to choose.
/// </summary>
internal static class ForwardedLine
{
    // RFC 9110, section 5.6.2.
    private const string TokenLetters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Token = SearchValues.Create(TokenLetters);

    // Proxies write ports without the quotes that they need. A colon means nothing to the structure, so that is harmless.
    private static readonly SearchValues<char> Bare = SearchValues.Create(TokenLetters + ":");

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="nodes">
    /// Where the value of <c>for=</c> stands in each element, from the left, without its quotes; an empty range where an
    /// element has none.
    /// </param>
    /// <returns>False when any of the line is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, out List<Range> nodes)
    {
        nodes = [];
        Range? node = null;
        int at = 0;
        while (true)
        {
            at = SkipSpace(line, at);

            // Pairs and elements may be left out; then there is just the separator.
            if (at < line.Length && line[at] is not (';' or ','))
            {
                if (!TryReadPair(line, ref at, out Range name, out Range value))
                {
                    return false;
                }

                if (line[name].Equals("for", StringComparison.OrdinalIgnoreCase))
                {
                    if (node is not null)
                    {
                        return false;
                    }

                    node = value;
                }

                at = SkipSpace(line, at);
            }

            if (at == line.Length || line[at] == ',')
            {
                nodes.Add(node ?? default(Range));
                node = null;
                if (at == line.Length)
                {
                    return true;
                }
            }
            else if (line[at] != ';')
            {
                return false;
            }

            at++;
        }
    }

    /// <summary><c>token "=" ( token / quoted-string )</c>, without space around the sign.</summary>
    private static bool TryReadPair(ReadOnlySpan<char> line, ref int at, out Range name, out Range value)
    {
        name = ReadRun(line, ref at, Token);
        value = default;
        if (name.End.Equals(name.Start) || at == line.Length || line[at] != '=')
        {
            return false;
        }

        at++;
        if (at < line.Length && line[at] == '"')
        {
            return TryReadQuoted(line, ref at, out value);
        }

        value = ReadRun(line, ref at, Bare);
        return !value.End.Equals(value.Start);
    }

    /// <summary>A quoted string (RFC 9110, section 5.6.4). Escapes stay as they are: no address has any.</summary>
    private static bool TryReadQuoted(ReadOnlySpan<char> line, ref int at, out Range content)
    {
        int start = ++at;
        for (; at < line.Length; at++)
        {
            char letter = line[at];
            if (letter == '"')
            {
                content = start..at++;
                return true;
            }

            if (letter == '\\' && ++at < line.Length)
            {
                letter = line[at];
            }

            if (char.IsControl(letter) && letter != '\t')
            {
                break;
            }
        }

        content = default;
        return false;
    }

    private static Range ReadRun(ReadOnlySpan<char> line, ref int at, SearchValues<char> letters)
    {
        int start = at;
        int length = line[start..].IndexOfAnyExcept(letters);
        at = length < 0 ? line.Length : start + length;
        return start..at;
    }

    private static int SkipSpace(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }
}
