using System.Globalization;

namespace Sws.Protocol.Handshake;

/// <summary>
/// Reads the UTF-8 of a JSON string, escapes resolved, byte by byte, so that <c>"a"</c> and <c>"\u0061"</c> are one key.
/// A lone surrogate comes out as the three bytes UTF-8 would give it if it were allowed.
/// </summary>
/// <param name="raw">What stands between the quotes, already checked to be well-formed.</param>
internal ref struct JsonEscapes(ReadOnlySpan<byte> raw)
{
    private readonly ReadOnlySpan<byte> _raw = raw;
    private int _position;

    // Bytes of a resolved escape that are still to be handed out, the next one lowest.
    private uint _pending;
    private int _pendingCount;

    internal bool TryNext(out byte value)
    {
        if (_pendingCount == 0)
        {
            if (_position == _raw.Length)
            {
                value = 0;
                return false;
            }

            value = _raw[_position++];
            if (value != '\\')
            {
                return true;
            }

            ReadEscape();
        }

        value = (byte)_pending;
        _pending >>= 8;
        _pendingCount--;
        return true;
    }

    private void ReadEscape()
    {
        byte kind = _raw[_position++];
        Push(kind switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => ReadCodePoint(),
            _ => kind,
        });
    }

    private uint ReadCodePoint()
    {
        uint unit = ReadHex(_position);
        _position += 4;
        bool paired = unit is >= 0xd800 and < 0xdc00
            && _raw.Length - _position >= 6
            && _raw[_position] == '\\'
            && _raw[_position + 1] == 'u'
            && ReadHex(_position + 2) is >= 0xdc00 and < 0xe000;
        if (paired)
        {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (ReadHex(_position + 2) - 0xdc00);
            _position += 6;
        }

        return unit;
    }

    private readonly uint ReadHex(int start) =>
        uint.Parse(_raw.Slice(start, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void Push(uint codePoint)
    {
        (_pendingCount, _pending) = codePoint switch
        {
            < 0x80 => (1, codePoint),
            < 0x800 => (2, 0xc0 | (codePoint >> 6) | (Tail(codePoint) << 8)),
            < 0x10000 => (3, 0xe0 | (codePoint >> 12) | (Tail(codePoint >> 6) << 8) | (Tail(codePoint) << 16)),
            _ => (4, 0xf0 | (codePoint >> 18) | (Tail(codePoint >> 12) << 8) | (Tail(codePoint >> 6) << 16) | (Tail(codePoint) << 24)),
        };

        static uint Tail(uint bits) => 0x80 | (bits & 0x3f);
    }
}
