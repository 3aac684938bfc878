using System.Buffers;
using System.Text.Unicode;

namespace Sws.Protocol.Messaging.Json;

/// <summary>
/// Walks over JSON (RFC 8259) without building anything and, unlike <see cref="System.Text.Json.Utf8JsonReader"/>, without throwing:
/// an exception per bad message would let a peer buy much processor time with few bytes. Beyond the grammar, an escaped surrogate must
/// have its other half (RFC 7493, section 2.1), because such a string has no UTF-8 form. Callers check the UTF-8 itself beforehand.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json, int position)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private readonly ReadOnlySpan<byte> _json = json;

    // One bit per open container, the innermost lowest: 1 = object. MaxJsonDepth keeps it within 64 bits.
    private ulong _objects;
    private int _depth;

    /// <summary>Index of the next byte.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether <paramref name="json"/> is exactly one value in valid UTF-8, with or without white space around it.</summary>
    public static DecodeStatus Check(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return DecodeStatus.Malformed;
        }

        var scanner = new JsonScanner(json, 0);
        var status = scanner.SkipValue();
        return status == DecodeStatus.Ok && !scanner.AtEnd() ? DecodeStatus.Malformed : status;
    }

    /// <summary>Skips white space; whether nothing follows it.</summary>
    public bool AtEnd()
    {
        while (Position < _json.Length && _json[Position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            Position++;
        }

        return Position == _json.Length;
    }

    /// <summary>Skips white space; the index of what follows it.</summary>
    public bool TryMark(out int start)
    {
        var found = !AtEnd();
        start = Position;
        return found;
    }

    /// <summary>Skips white space and, if it comes next, <paramref name="symbol"/>.</summary>
    public bool TrySkip(byte symbol)
    {
        if (AtEnd() || _json[Position] != symbol)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Skips white space and one string with its quotes.</summary>
    public bool TrySkipString()
    {
        if (!TrySkip((byte)'"'))
        {
            return false;
        }

        while (true)
        {
            var stop = _json[Position..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return false;
            }

            Position += stop + 1;
            switch (_json[Position - 1])
            {
                case (byte)'"':
                    return true;
                case (byte)'\\' when TrySkipEscape():
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Skips white space and one value of any kind.</summary>
    public DecodeStatus SkipValue()
    {
        _depth = 0;
        do
        {
            var status = SkipScalarOrOpen(out var opened);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }

            if (!opened && !TryFinishContainers())
            {
                return DecodeStatus.Malformed;
            }
        }
        while (_depth > 0);
        return DecodeStatus.Ok;
    }

    /// <summary><paramref name="expectsValue"/>: a container was opened and its first value comes next.</summary>
    private DecodeStatus SkipScalarOrOpen(out bool expectsValue)
    {
        expectsValue = false;
        if (AtEnd())
        {
            return DecodeStatus.Malformed;
        }

        switch (_json[Position])
        {
            case (byte)'{':
                return Open(isObject: true, (byte)'}', out expectsValue);
            case (byte)'[':
                return Open(isObject: false, (byte)']', out expectsValue);
            case (byte)'"':
                return Status(TrySkipString());
            case (byte)'t':
                return Status(TrySkipWord("true"u8));
            case (byte)'f':
                return Status(TrySkipWord("false"u8));
            case (byte)'n':
                return Status(TrySkipWord("null"u8));
            default:
                return Status(TrySkipNumber());
        }
    }

    private DecodeStatus Open(bool isObject, byte end, out bool expectsValue)
    {
        expectsValue = false;
        if (_depth == MessageLimits.MaxJsonDepth)
        {
            return DecodeStatus.TooDeep;
        }

        _depth++;
        _objects = (_objects << 1) | (isObject ? 1UL : 0UL);
        Position++;
        if (!AtEnd() && _json[Position] == end)
        {
            return DecodeStatus.Ok;
        }

        expectsValue = true;
        return Status(!isObject || TrySkipKey());
    }

    /// <summary>After a value: closes the containers that end here; stops after the comma (and key) before the next value.</summary>
    private bool TryFinishContainers()
    {
        while (_depth > 0)
        {
            var inObject = (_objects & 1) != 0;
            if (TrySkip((byte)','))
            {
                return !inObject || TrySkipKey();
            }

            if (!TrySkip(inObject ? (byte)'}' : (byte)']'))
            {
                return false;
            }

            _depth--;
            _objects >>= 1;
        }

        return true;
    }

    private bool TrySkipKey() => TrySkipString() && TrySkip((byte)':');

    private bool TrySkipWord(ReadOnlySpan<byte> word)
    {
        if (!_json[Position..].StartsWith(word))
        {
            return false;
        }

        Position += word.Length;
        return true;
    }

    private bool TrySkipNumber()
    {
        TrySkipHere((byte)'-');
        if (!TrySkipHere((byte)'0') && !TrySkipDigits())
        {
            return false;
        }

        if (TrySkipHere((byte)'.') && !TrySkipDigits())
        {
            return false;
        }

        if (!TrySkipHere((byte)'e') && !TrySkipHere((byte)'E'))
        {
            return true;
        }

        if (!TrySkipHere((byte)'+'))
        {
            TrySkipHere((byte)'-');
        }

        return TrySkipDigits();
    }

    private bool TrySkipHere(byte symbol)
    {
        if (Position == _json.Length || _json[Position] != symbol)
        {
            return false;
        }

        Position++;
        return true;
    }

    private bool TrySkipDigits()
    {
        var rest = _json[Position..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? rest.Length : digits;
        Position += digits;
        return digits > 0;
    }

    private bool TrySkipEscape()
    {
        if (Position == _json.Length)
        {
            return false;
        }

        var symbol = _json[Position++];
        if (symbol != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(symbol);
        }

        return TrySkipHex(out var unit)
            && !char.IsLowSurrogate(unit)
            && (!char.IsHighSurrogate(unit) || (TrySkipWord("\\u"u8) && TrySkipHex(out var low) && char.IsLowSurrogate(low)));
    }

    private bool TrySkipHex(out char unit)
    {
        unit = '\0';
        if (_json.Length - Position < 4)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in _json.Slice(Position, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        Position += 4;
        unit = (char)value;
        return true;
    }

    private static DecodeStatus Status(bool valid) => valid ? DecodeStatus.Ok : DecodeStatus.Malformed;
}
