using System.Globalization;
using System.Text;

namespace Sws.Protocol.Tests.Certificates;

/// <summary>Makes JSON documents that reach every rule of the canonical form; the same seed makes the same documents.</summary>
internal sealed class JsonGenerator(int seed)
{
    private const string Damage = "{}[]\",:0.e-+\\utrn\u0001\u00a0\ufeff";

    private static readonly string[] Whitespace = ["", "", "", "", " ", "\n", "\t \r"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "-0.0", "1.0", "-1", "1e21", "1e20", "123456789012345678901", "1e-6", "1e-7", "0.000001", "0.0000001", "5e-324",
        "2.2250738585072014e-308", "1.7976931348623157e308", "1.7976931348623159e308", "1e400", "-1e400", "1e-400", "9007199254740991",
        "9007199254740993", "4503599627370496.5", "0.1", "0.30000000000000004", "1E+2", "1e-02", "100000000000000000000000", "1.5e300", "4.35",
        "0.5e-6", "123e-20", "9999999999999999", "1795392000000", "0e99999999999", "1e-99999999999", "2.5e21", "1.2345e21", "999999999999999900000",
    ];

    private static readonly string[] Keys =
    [
        "desc", "names", "0", "1", "2", "10", "01", "-1", "1.5", "4294967294", "4294967295", "4294967296", "2147483647", "2147483648", "99999999999",
        "__proto__", "constructor", "toString", "", " ", "é", "a", "b", "c", "version", "1e3", "+1", "\\u0031", "\\u0061", "length", "toJSON",
    ];

    private static readonly string[] Pieces =
    [
        "\\n", "\\t", "\\r", "\\b", "\\f", "\\/", "\\\\", "\\\"", "/", "'", "<", ">", "&", "+", "`", "\\u0000", "\\u001f", "\\u0007", "\\u007f",
        "\u007f", "\u0080", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "é", "ß", "漢", "😀", "\\ud83d\\ude00", "\\uD83D", "\\uDE00",
        "\\ude00\\ud83d", "\\ud800\\ud800\\udc00", "\\u00e9", "\\u2028", "\\uFFFF", "\\u0022", "\\u005C", "\U0010ffff", "\U00010000", "\u200d",
    ];

    private readonly Random _random = new(seed);

    public string Document()
    {
        var text = new StringBuilder();
        Value(text, 0);
        return text.ToString();
    }

    /// <summary>The document with one or two characters removed, doubled or replaced: mostly no JSON any more.</summary>
    public string Damaged()
    {
        var text = new StringBuilder(Document());
        for (var edits = _random.Next(1, 3); edits > 0 && text.Length > 0; edits--)
        {
            var at = _random.Next(text.Length);
            if (char.IsSurrogate(text[at]))
            {
                continue;
            }

            _ = _random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, text[at]),
                _ => text.Replace(text[at], Damage[_random.Next(Damage.Length)], at, 1),
            };
        }

        return text.ToString();
    }

    private void Value(StringBuilder text, int depth)
    {
        Space(text);
        switch (_random.Next(depth < 5 ? 12 : 8))
        {
            case 0:
                text.Append(Pick(["true", "false", "null"]));
                break;
            case <= 4:
                Number(text);
                break;
            case <= 7:
                String(text);
                break;
            case <= 9:
                Array(text, depth);
                break;
            default:
                Object(text, depth);
                break;
        }

        Space(text);
    }

    private void Object(StringBuilder text, int depth)
    {
        text.Append('{');
        var count = _random.Next(20) == 0 ? _random.Next(40) : _random.Next(6);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Space(text);
            if (_random.Next(4) == 0)
            {
                String(text);
            }
            else
            {
                text.Append('"').Append(Pick(Keys)).Append('"');
            }

            Space(text);
            text.Append(':');
            Value(text, depth + 1);
        }

        Space(text);
        text.Append('}');
    }

    private void Array(StringBuilder text, int depth)
    {
        text.Append('[');
        var count = _random.Next(5);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Value(text, depth + 1);
        }

        Space(text);
        text.Append(']');
    }

    private void Number(StringBuilder text)
    {
        switch (_random.Next(6))
        {
            case 0:
                text.Append(Pick(Numbers));
                break;
            case 1:
                var value = BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue));
                text.Append(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "17");
                break;
            case 2:
                text.Append(_random.NextInt64());
                break;
            case 3:
                text.Append(_random.Next(-300, 300));
                break;
            default:
                text.Append(_random.Next(3) == 0 ? "-" : "").Append(Digits(1, 24));
                text.Append(_random.Next(2) == 0 ? "" : "." + Fraction());
                text.Append(_random.Next(2) == 0 ? "" : Pick(["e", "E", "e+", "E-", "e-"]) + _random.Next(0, 330).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private string Digits(int least, int most)
    {
        var digits = Fraction(least, most).TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private string Fraction(int least = 1, int most = 20) =>
        string.Concat(Enumerable.Range(0, _random.Next(least, most)).Select(_ => (char)('0' + (_random.Next(3) == 0 ? 0 : _random.Next(10)))));

    private void String(StringBuilder text)
    {
        text.Append('"');
        for (var count = _random.Next(8); count > 0; count--)
        {
            text.Append(_random.Next(2) == 0 ? Pick(Pieces) : ((char)_random.Next('a', 'z' + 1)).ToString());
        }

        text.Append('"');
    }

    private void Space(StringBuilder text) => text.Append(Pick(Whitespace));

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
