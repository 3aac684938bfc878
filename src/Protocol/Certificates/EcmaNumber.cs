using System.Globalization;
using System.Text;

namespace Sws.Protocol.Certificates;

/// <summary>Numbers as JavaScript reads and prints them: ECMA-262 §6.1.6.1.20 (<c>Number::toString</c>, radix 10).</summary>
internal static class EcmaNumber
{
    // Integers of so many digits are doubles exactly. Nearly all numbers of certificates are: bytes and milliseconds.
    private const int MaxExactDigits = 15;
    private const double MaxExact = 999_999_999_999_999;

    /// <summary>The nearest double, ties to even; infinite beyond its range.</summary>
    /// <param name="jsonNumber">Text already known to follow the JSON grammar.</param>
    public static double Parse(ReadOnlySpan<byte> jsonNumber)
    {
        var isNegative = jsonNumber[0] == '-';
        var digits = isNegative ? jsonNumber[1..] : jsonNumber;
        if (digits.Length > MaxExactDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return double.Parse(jsonNumber, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        var value = 0.0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return isNegative ? -value : value;
    }

    /// <summary>Appends what <c>JSON.stringify</c> prints: the shortest digits that read back as the same double.</summary>
    public static void Append(StringBuilder text, double value)
    {
        if (!double.IsFinite(value))
        {
            text.Append("null");
            return;
        }

        if (Math.Abs(value) <= MaxExact && value == Math.Floor(value))
        {
            // Covers −0, which JavaScript prints as 0.
            text.Append(CultureInfo.InvariantCulture, $"{(long)value}");
            return;
        }

        if (value < 0)
        {
            text.Append('-');
        }

        Span<char> buffer = stackalloc char[24];
        var digits = Shortest(Math.Abs(value), buffer, out var point);
        AppendDecimal(text, digits, point);
    }

    /// <summary>The significant digits, and the position of the decimal point relative to the first: value = 0.digits × 10^point.</summary>
    private static ReadOnlySpan<char> Shortest(double value, Span<char> buffer, out int point)
    {
        // .NET's "E16" is not the shortest form; "R" is, in one of two layouts: 123.45 or 1.2345E-07. Both are taken apart here.
        Span<char> printed = stackalloc char[32];
        _ = value.TryFormat(printed, out var length, "R", CultureInfo.InvariantCulture);
        printed = printed[..length];

        var mantissa = printed;
        var exponent = 0;
        var e = printed.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(printed[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = printed[..e];
        }

        var dot = mantissa.IndexOf('.');
        point = exponent + (dot < 0 ? mantissa.Length : dot);
        var count = 0;
        foreach (var c in mantissa)
        {
            if (c == '0' && count == 0)
            {
                // Leading zeros carry no digits; those before the point are counted in it already.
                point--;
            }
            else if (c != '.')
            {
                buffer[count++] = c;
            }
        }

        return ((ReadOnlySpan<char>)buffer[..count]).TrimEnd('0');
    }

    private static void AppendDecimal(StringBuilder text, ReadOnlySpan<char> digits, int point)
    {
        if (point is > 0 and <= 21)
        {
            if (digits.Length <= point)
            {
                text.Append(digits).Append('0', point - digits.Length);
            }
            else
            {
                text.Append(digits[..point]).Append('.').Append(digits[point..]);
            }
        }
        else if (point is > -6 and <= 0)
        {
            text.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
            {
                text.Append('.').Append(digits[1..]);
            }

            var exponent = point - 1;
            text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent));
        }
    }
}
