using System.Text;
using System.Text.Unicode;

namespace Sws.Protocol.Certificates;

/// <summary>
/// <c>JSON.parse</c> (ECMA-262 §25.5.1) over UTF-8, with a bound on nesting. It accepts what JavaScript accepts and nothing else; the
/// one difference is that bytes which are not UTF-8 are refused, where JavaScript would have replaced them before parsing.
/// </summary>
internal ref struct EcmaParser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _maxDepth;
    private readonly bool _refuseDuplicates;
    private int _at;

    private EcmaParser(ReadOnlySpan<byte> text, int maxDepth, bool refuseDuplicates)
    {
        _text = text;
        _maxDepth = maxDepth;
        _refuseDuplicates = refuseDuplicates;
    }

    /// <summary>Parses one JSON document.</summary>
    /// <param name="utf8Json">The whole document.</param>
    /// <param name="maxDepth">How deep arrays and objects may nest; the recursion goes no deeper.</param>
    /// <param name="refuseDuplicates">Refuse an object that names a member twice, instead of letting the last one win.</param>
    /// <param name="value">The tree, or null when the document is refused.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, int maxDepth, bool refuseDuplicates, out EcmaValue? value)
    {
        value = null;
        if (!Utf8.IsValid(utf8Json))
        {
            return false;
        }

        var parser = new EcmaParser(utf8Json, maxDepth, refuseDuplicates);
        if (parser.ReadValue(0) is not { } parsed)
        {
            return false;
        }

        parser.SkipWhitespace();
        if (parser._at != utf8Json.Length)
        {
            return false;
        }

        value = parsed;
        return true;
    }

    // Every Read method returns null for a document that is no JSON; the caller passes that on.
    private EcmaValue? ReadValue(int depth)
    {
        SkipWhitespace();
        if (_at >= _text.Length)
        {
            return null;
        }

        return _text[_at] switch
        {
            (byte)'{' => depth < _maxDepth ? ReadObject(depth + 1) : null,
            (byte)'[' => depth < _maxDepth ? ReadArray(depth + 1) : null,
            (byte)'"' => ReadString() is { } text ? EcmaValue.From(text) : null,
            (byte)'t' => TakeWord("true"u8) ? EcmaValue.True : null,
            (byte)'f' => TakeWord("false"u8) ? EcmaValue.False : null,
            (byte)'n' => TakeWord("null"u8) ? EcmaValue.Null : null,
            _ => ReadNumber(),
        };
    }

    private EcmaValue? ReadObject(int depth)
    {
        _at++;
        var members = new EcmaMembers();
        if (Take('}'))
        {
            return EcmaValue.From(members);
        }

        do
        {
            SkipWhitespace();
            if (ReadString() is not { } name || !Take(':') || ReadValue(depth) is not { } value)
            {
                return null;
            }

            if (!members.Set(name, value) && _refuseDuplicates)
            {
                return null;
            }
        }
        while (Take(','));

        return Take('}') ? EcmaValue.From(members) : null;
    }

    private EcmaValue? ReadArray(int depth)
    {
        _at++;
        var items = new List<EcmaValue>();
        if (Take(']'))
        {
            return EcmaValue.From(items);
        }

        do
        {
            if (ReadValue(depth) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }
        while (Take(','));

        return Take(']') ? EcmaValue.From(items) : null;
    }

    private string? ReadString()
    {
        if (_at >= _text.Length || _text[_at] != '"')
        {
            return null;
        }

        var start = ++_at;
        StringBuilder? text = null;
        while (_at < _text.Length)
        {
            var b = _text[_at];
            if (b < 0x20)
            {
                return null;
            }

            if (b is not ((byte)'"' or (byte)'\\'))
            {
                _at++;
                continue;
            }

            var run = Encoding.UTF8.GetString(_text[start.._at]);
            _at++;
            if (b == '"')
            {
                return text is null ? run : text.Append(run).ToString();
            }

            if (!TryReadEscape(out var escaped))
            {
                return null;
            }

            text = (text ?? new StringBuilder()).Append(run).Append(escaped);
            start = _at;
        }

        return null;
    }

    private bool TryReadEscape(out char escaped)
    {
        escaped = default;
        if (_at >= _text.Length)
        {
            return false;
        }

        var letter = _text[_at++];
        if (letter == 'u')
        {
            return TryReadHex4(out escaped);
        }

        escaped = letter switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => default,
        };
        return escaped != default;
    }

    private bool TryReadHex4(out char value)
    {
        value = default;
        if (_text.Length - _at < 4)
        {
            return false;
        }

        var code = 0;
        for (var end = _at + 4; _at < end; _at++)
        {
            var digit = HexDigit(_text[_at]);
            if (digit < 0)
            {
                return false;
            }

            code = (code << 4) | digit;
        }

        value = (char)code;
        return true;
    }

    private static int HexDigit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    private EcmaValue? ReadNumber()
    {
        var start = _at;
        _ = TakeByte('-');
        if (!TakeByte('0') && !TakeDigits())
        {
            return null;
        }

        if (TakeByte('.') && !TakeDigits())
        {
            return null;
        }

        if (TakeByte('e') || TakeByte('E'))
        {
            _ = TakeByte('+') || TakeByte('-');
            if (!TakeDigits())
            {
                return null;
            }
        }

        return EcmaValue.From(EcmaNumber.Parse(_text[start.._at]));
    }

    private bool TakeDigits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
        {
            _at++;
        }

        return _at > start;
    }

    private bool TakeByte(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Take(char expected)
    {
        SkipWhitespace();
        return TakeByte(expected);
    }

    private bool TakeWord(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void SkipWhitespace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _at++;
        }
    }
}
