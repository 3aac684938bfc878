using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sws.Protocol.Handshake;

/// <summary>
/// Byte arrays as SWS writes them, JSON arrays of integers, both ways. This is the bulk of every handshake text, so numbers are neither
/// tokenised nor formatted one by one: writing looks each one up, digits and comma together.
/// </summary>
internal static class JsonBytes
{
    /// <summary>Most bytes of text an array of <c>n</c> bytes takes: <c>4n + 2</c>.</summary>
    private const int MaxTextPerByte = 4;

    // For each byte its decimal digits and a comma, first character lowest, and how many characters that is.
    private static readonly uint[] Digits = new uint[256];
    private static readonly byte[] Lengths = new byte[256];

    static JsonBytes()
    {
        Span<byte> text = stackalloc byte[4];
        for (int value = 0; value < 256; value++)
        {
            text.Clear();
            _ = value.TryFormat(text, out int length);
            text[length] = (byte)',';
            Digits[value] = MemoryMarshal.Read<uint>(text);
            Lengths[value] = (byte)(length + 1);
        }
    }

    internal static int MaxTextLength(int count) => (count * MaxTextPerByte) + 2;

    /// <summary>Writes <c>[1,2,3]</c>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="text">At least <see cref="MaxTextLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    internal static int Write(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        text[0] = (byte)'[';
        int position = 1;
        foreach (byte value in bytes)
        {
            // Always four bytes: what is too much is overwritten by the next one.
            Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(text.Slice(position, MaxTextPerByte)), Digits[value]);
            position += Lengths[value];
        }

        // The last comma becomes the bracket.
        position = Math.Max(position, 2);
        text[position - 1] = (byte)']';
        return position;
    }

    /// <summary>Reads such an array from the start of the text: only plain integers from 0 to 255 and JSON's white space.</summary>
    /// <param name="text">Begins with the bracket.</param>
    /// <param name="bytes">Where they go.</param>
    /// <param name="count">How many there were.</param>
    /// <returns>Bytes of text consumed; zero when it is anything else or has more elements than there is room.</returns>
    internal static int Read(ReadOnlySpan<byte> text, Span<byte> bytes, out int count)
    {
        count = 0;
        int position = 1;
        if (text.IsEmpty || text[0] != '[')
        {
            return 0;
        }

        if (SkipSpace(text, ref position) == ']')
        {
            return position + 1;
        }

        while (count < bytes.Length)
        {
            int value = ReadElement(text, ref position);
            byte separator = SkipSpace(text, ref position);
            if (value < 0 || separator is not ((byte)',' or (byte)']'))
            {
                return 0;
            }

            bytes[count++] = (byte)value;
            position++;
            if (separator == ']')
            {
                return position;
            }

            _ = SkipSpace(text, ref position);
        }

        return 0;
    }

    // At most three digits, no leading zero; −1 for anything else.
    private static int ReadElement(ReadOnlySpan<byte> text, ref int position)
    {
        int start = position;
        int value = 0;
        while (position < text.Length && position - start < 3)
        {
            int digit = text[position] - '0';
            if ((uint)digit > 9)
            {
                break;
            }

            value = (value * 10) + digit;
            position++;
        }

        bool plain = position > start && (text[start] != '0' || position == start + 1);
        return plain && value <= byte.MaxValue ? value : -1;
    }

    private static byte SkipSpace(ReadOnlySpan<byte> text, ref int position)
    {
        while (position < text.Length)
        {
            byte next = text[position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return next;
            }

            position++;
        }

        return 0;
    }
}
