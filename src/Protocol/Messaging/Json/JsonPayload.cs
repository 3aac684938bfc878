using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>Reads and writes <c>dataType</c> and <c>data</c>.</summary>
internal static class JsonPayload
{
    /// <summary>Reads an optional payload. Without a <c>dataType</c> it is JSON, as published.</summary>
    public static bool TryRead(in JsonObjectView message, out MessageData? data)
    {
        data = null;
        var raw = message.GetRaw(JsonField.Data);
        if (!TryReadKind(message, out var kind))
        {
            return false;
        }

        if (raw.IsEmpty)
        {
            return true;
        }

        data = kind switch
        {
            DataKind.Json => new MessageData(kind, raw.ToArray()),
            _ when raw[0] != (byte)'"' => null,
            DataKind.Text => new MessageData(kind, ReadText(raw)),
            _ => ReadBytes(kind, raw),
        };
        return data is not null;
    }

    /// <summary>Reads a payload that must be there.</summary>
    public static bool TryReadRequired(in JsonObjectView message, out MessageData data)
    {
        var valid = TryRead(message, out var found) && found is not null;
        data = found.GetValueOrDefault();
        return valid;
    }

    public static void Write(Utf8JsonWriter writer, MessageData data)
    {
        var bytes = data.Bytes.Span;
        switch (data.Kind)
        {
            case DataKind.Json:
                writer.WriteString("dataType"u8, "json"u8);
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(bytes, skipInputValidation: true);
                break;
            case DataKind.Text:
                writer.WriteString("dataType"u8, "text"u8);
                writer.WriteString("data"u8, bytes);
                break;
            default:
                writer.WriteString("dataType"u8, data.Kind == DataKind.Binary ? "binary"u8 : "protobuf"u8);
                writer.WriteBase64String("data"u8, bytes);
                break;
        }
    }

    private static bool TryReadKind(in JsonObjectView message, out DataKind kind)
    {
        kind = DataKind.Json;
        if (!message.TryString(JsonField.DataType, out var name))
        {
            return false;
        }

        kind = name switch
        {
            null or "json" => DataKind.Json,
            "text" => DataKind.Text,
            "binary" => DataKind.Binary,
            "protobuf" => DataKind.Protobuf,
            _ => (DataKind)(-1),
        };
        return kind >= 0;
    }

    private static ReadOnlyMemory<byte> ReadText(ReadOnlySpan<byte> quoted)
    {
        var content = quoted[1..^1];
        if (!content.Contains((byte)'\\'))
        {
            return content.ToArray();
        }

        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var text = new byte[content.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    private static MessageData? ReadBytes(DataKind kind, ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        if (!reader.TryGetBytesFromBase64(out var bytes))
        {
            return null;
        }

        return PayloadRules.Check(kind, bytes) == DecodeStatus.Ok ? new MessageData(kind, bytes) : null;
    }
}
