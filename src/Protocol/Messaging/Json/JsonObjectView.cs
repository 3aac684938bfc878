using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>
/// One JSON object whose known fields can be asked for in any order, whatever their order in the text: <c>dataType</c> may follow
/// <c>data</c>. Parsing validates everything, also what nobody asks for. The <c>Try</c> methods return false for a value of the wrong
/// type; where a field is optional, an absent one and JSON's <c>null</c> are the same.
/// </summary>
internal ref struct JsonObjectView
{
    private readonly ReadOnlySpan<byte> _json;
    private JsonSlices _slices;

    private JsonObjectView(ReadOnlySpan<byte> json)
    {
        _json = json;
    }

    /// <summary>Parses exactly one object in valid UTF-8. Unknown keys are skipped; a known key that occurs twice is refused.</summary>
    public static DecodeStatus Parse(ReadOnlySpan<byte> json, out JsonObjectView view)
    {
        view = new JsonObjectView(json);
        var scanner = new JsonScanner(json, 0);
        if (!scanner.TrySkip((byte)'{'))
        {
            return DecodeStatus.Malformed;
        }

        if (!scanner.TrySkip((byte)'}'))
        {
            do
            {
                var status = ScanField(json, ref scanner, out var field, out var slice);
                if (status != DecodeStatus.Ok)
                {
                    return status;
                }

                if (!view.TryKeep(field, slice))
                {
                    return DecodeStatus.Malformed;
                }
            }
            while (scanner.TrySkip((byte)','));

            if (!scanner.TrySkip((byte)'}'))
            {
                return DecodeStatus.Malformed;
            }
        }

        return scanner.AtEnd() ? DecodeStatus.Ok : DecodeStatus.Malformed;
    }

    /// <summary>The value as written, or an empty span when there is none or it is <c>null</c>.</summary>
    public readonly ReadOnlySpan<byte> Get(JsonField field)
    {
        var value = GetRaw(field);
        return value.SequenceEqual("null"u8) ? default : value;
    }

    /// <summary>The value as written, or an empty span when there is none.</summary>
    public readonly ReadOnlySpan<byte> GetRaw(JsonField field)
    {
        var (start, length) = _slices[(int)field];
        return _json.Slice(start, length);
    }

    public readonly bool TryString(JsonField field, out string? value)
    {
        var raw = Get(field);
        value = null;
        if (raw.IsEmpty)
        {
            return true;
        }

        if (raw[0] != (byte)'"')
        {
            return false;
        }

        value = ReadString(raw);
        return true;
    }

    /// <summary>A required name or id of 1 to <see cref="MessageLimits.MaxNameBytes"/> UTF-8 bytes.</summary>
    public readonly bool TryName(JsonField field, [NotNullWhen(true)] out string? value) =>
        TryOptionalName(field, out value) && value is not null;

    public readonly bool TryOptionalName(JsonField field, out string? value) =>
        TryString(field, out value)
        && (value is null || (value.Length > 0 && Encoding.UTF8.GetByteCount(value) <= MessageLimits.MaxNameBytes));

    public readonly bool TryUInt64(JsonField field, out ulong? value)
    {
        var raw = Get(field);
        value = null;
        if (raw.IsEmpty)
        {
            return true;
        }

        var valid = Utf8Parser.TryParse(raw, out ulong number, out var consumed) && consumed == raw.Length;
        value = valid ? number : null;
        return valid;
    }

    public readonly bool TryInt32(JsonField field, out int? value)
    {
        var raw = Get(field);
        value = null;
        if (raw.IsEmpty)
        {
            return true;
        }

        var valid = Utf8Parser.TryParse(raw, out int number, out var consumed) && consumed == raw.Length;
        value = valid ? number : null;
        return valid;
    }

    public readonly bool TryBool(JsonField field, out bool? value)
    {
        var raw = Get(field);
        value = raw.IsEmpty ? null : raw[0] == (byte)'t';
        return raw.IsEmpty || raw[0] is (byte)'t' or (byte)'f';
    }

    /// <summary>An optional object; an empty view when there is none.</summary>
    public readonly bool TryObject(JsonField field, out bool exists, out JsonObjectView value)
    {
        var raw = Get(field);
        exists = !raw.IsEmpty;
        value = default;
        return !exists || Parse(raw, out value) == DecodeStatus.Ok;
    }

    /// <summary>The content of a JSON string that the scanner found valid, quotes included.</summary>
    private static string ReadString(ReadOnlySpan<byte> quoted)
    {
        var content = quoted[1..^1];
        return content.Contains((byte)'\\') ? ReadEscaped(quoted) : Encoding.UTF8.GetString(content);
    }

    private static string ReadEscaped(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }

    private static DecodeStatus ScanField(
        ReadOnlySpan<byte> json, ref JsonScanner scanner, out JsonField field, out (int Start, int Length) value)
    {
        field = JsonField.None;
        value = default;
        if (!scanner.TryMark(out var keyStart) || !scanner.TrySkipString())
        {
            return DecodeStatus.Malformed;
        }

        field = FindField(json[keyStart..scanner.Position]);
        if (!scanner.TrySkip((byte)':') || !scanner.TryMark(out var start))
        {
            return DecodeStatus.Malformed;
        }

        var status = scanner.SkipValue();
        value = (start, scanner.Position - start);
        return status;
    }

    private bool TryKeep(JsonField field, (int Start, int Length) value)
    {
        if (field == JsonField.None)
        {
            return true;
        }

        var first = _slices[(int)field].Length == 0;
        _slices[(int)field] = value;
        return first;
    }

    private static JsonField FindField(ReadOnlySpan<byte> quoted)
    {
        var name = quoted[1..^1];
        return name.Contains((byte)'\\') ? JsonFieldNames.Find(Encoding.UTF8.GetBytes(ReadEscaped(quoted))) : JsonFieldNames.Find(name);
    }
}
