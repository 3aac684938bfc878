namespace Sws.Protocol.Handshake;

/// <summary>
/// A strict forward reader of RFC 8259 JSON for texts from unknown peers. It differs from <see cref="System.Text.Json.Utf8JsonReader"/> in three
/// ways that matter here: it reports faults instead of throwing, it refuses duplicate keys, and it reads arrays of bytes without a token per number.
/// </summary>
/// <remarks>The text must be valid UTF-8. After a fault every method returns false and <see cref="Fault"/> stays.</remarks>
/// <param name="text">The whole text.</param>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;
    private int _depth;

    internal JsonFault Fault { get; private set; }

    /// <summary>Steps into an object.</summary>
    internal bool TryEnterObject() => Enter((byte)'{');

    /// <summary>
    /// Moves to the next member of the object just entered and past its colon. False after the last member, the object then being closed,
    /// or on a fault.
    /// </summary>
    /// <param name="keys">The keys of this object so far.</param>
    /// <param name="first">True for the first call in an object; the method clears it.</param>
    /// <param name="rawKey">The key as written, escapes included.</param>
    internal bool TryNextMember(ref JsonKeySet keys, ref bool first, out ReadOnlySpan<byte> rawKey)
    {
        rawKey = default;
        if (!TryNextItem((byte)'}', ref first) || !TryReadString(out rawKey))
        {
            return false;
        }

        JsonFault fault = keys.Add(rawKey);
        if (fault != JsonFault.None)
        {
            return Fail(fault);
        }

        return Expect((byte)':');
    }

    /// <summary>Reads one value of any kind, checking all of it.</summary>
    /// <param name="raw">The value as written, without surrounding space.</param>
    internal bool TryReadValue(out ReadOnlySpan<byte> raw)
    {
        raw = default;
        byte next = Peek();
        int start = _position;
        bool valid = next switch
        {
            (byte)'{' => SkipObject(),
            (byte)'[' => SkipArray(),
            (byte)'"' => TryReadString(out _),
            (byte)'t' or (byte)'f' or (byte)'n' => Skip(JsonTokens.Literal(_text[_position..])),
            _ => Skip(JsonTokens.Number(_text[_position..])),
        };
        if (valid)
        {
            raw = _text[start.._position];
        }

        return valid;
    }

    /// <summary>Reads an array of integers from 0 to 255; when the value is anything else nothing is consumed and no fault set.</summary>
    /// <param name="bytes">Where they go; what is written is meaningless when the result is false.</param>
    /// <param name="count">How many there were.</param>
    internal bool TryReadBytes(scoped Span<byte> bytes, out int count)
    {
        count = 0;
        _ = Peek();
        if (Fault != JsonFault.None || _depth == HandshakeLimits.MaxJsonDepth)
        {
            return false;
        }

        int read = JsonBytes.Read(_text[_position..], bytes, out count);
        _position += read;
        return read > 0;
    }

    /// <summary>Whether nothing but space follows the value that was read.</summary>
    internal bool TryEnd()
    {
        _ = Peek();
        return Fault == JsonFault.None && (_position == _text.Length || Fail(JsonFault.NotJson));
    }

    private bool SkipObject()
    {
        var keys = default(JsonKeySet);
        bool first = true;
        if (!Enter((byte)'{'))
        {
            return false;
        }

        while (TryNextMember(ref keys, ref first, out _))
        {
            if (!TryReadValue(out _))
            {
                return false;
            }
        }

        return Fault == JsonFault.None;
    }

    private bool SkipArray()
    {
        bool first = true;
        if (!Enter((byte)'['))
        {
            return false;
        }

        while (TryNextItem((byte)']', ref first))
        {
            if (!TryReadValue(out _))
            {
                return false;
            }
        }

        return Fault == JsonFault.None;
    }

    private bool Enter(byte opening)
    {
        if (!Expect(opening))
        {
            return false;
        }

        return ++_depth <= HandshakeLimits.MaxJsonDepth || Fail(JsonFault.TooDeep);
    }

    private bool TryNextItem(byte closing, ref bool first)
    {
        if (Peek() == closing)
        {
            _position++;
            _depth--;
            return false;
        }

        bool separated = first || Expect((byte)',');
        first = false;
        return separated && Fault == JsonFault.None;
    }

    private bool TryReadString(out ReadOnlySpan<byte> raw)
    {
        _ = Peek();
        int start = _position + 1;
        bool valid = Fault == JsonFault.None && Skip(JsonTokens.String(_text[_position..]));
        raw = valid ? _text[start..(_position - 1)] : default;
        return valid;
    }

    // A token of no length is one that is not there.
    private bool Skip(int length)
    {
        _position += length;
        return length > 0 || Fail(JsonFault.NotJson);
    }

    // Zero at the end: no construct of JSON accepts a zero byte.
    private readonly byte Current => _position < _text.Length ? _text[_position] : (byte)0;

    private byte Peek()
    {
        while (Current is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }

        return Current;
    }

    private bool Expect(byte wanted)
    {
        if (Fault != JsonFault.None || Peek() != wanted)
        {
            return Fail(JsonFault.NotJson);
        }

        _position++;
        return true;
    }

    private bool Fail(JsonFault fault)
    {
        if (Fault == JsonFault.None)
        {
            Fault = fault;
        }

        return false;
    }
}
