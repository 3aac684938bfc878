using System.Buffers;

namespace Sws.Protocol.Handshake;

/// <summary>The tokens of RFC 8259 that are not punctuation. Each method gives the length of the token the text begins with, or zero.</summary>
internal static class JsonTokens
{
    // What ends the plain part of a string: its quote, an escape, or a control character (not allowed unescaped).
    private static readonly SearchValues<byte> StringStops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(control => (byte)control)]);

    /// <summary>A string, both quotes included.</summary>
    internal static int String(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            return 0;
        }

        int position = 1;
        while (true)
        {
            int stop = text[position..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return 0;
            }

            position += stop;
            if (text[position] == '"')
            {
                return position + 1;
            }

            int escape = Escape(text[position..]);
            if (escape == 0)
            {
                return 0;
            }

            position += escape;
        }
    }

    /// <summary>A number.</summary>
    internal static int Number(ReadOnlySpan<byte> text)
    {
        int position = At(text, 0) == '-' ? 1 : 0;
        int digits = At(text, position) == '0' ? 1 : Digits(text[position..]);
        position += digits;
        if (digits > 0 && At(text, position) == '.')
        {
            digits = Digits(text[(position + 1)..]);
            position += 1 + digits;
        }

        if (digits > 0 && (At(text, position) | 0x20) == 'e')
        {
            position += At(text, position + 1) is (byte)'+' or (byte)'-' ? 2 : 1;
            digits = Digits(text[position..]);
            position += digits;
        }

        return digits > 0 ? position : 0;
    }

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    internal static int Literal(ReadOnlySpan<byte> text) =>
        text.StartsWith("true"u8) || text.StartsWith("null"u8) ? 4 : text.StartsWith("false"u8) ? 5 : 0;

    private static int Escape(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\\' || text.Length < 2 || !"\"\\/bfnrtu"u8.Contains(text[1]))
        {
            return 0;
        }

        if (text[1] != 'u')
        {
            return 2;
        }

        const int length = 6;
        bool valid = text.Length >= length;
        for (int i = 2; valid && i < length; i++)
        {
            valid = char.IsAsciiHexDigit((char)text[i]);
        }

        return valid ? length : 0;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    // Zero past the end: no token has a zero byte.
    private static byte At(ReadOnlySpan<byte> text, int index) => index < text.Length ? text[index] : (byte)0;
}
