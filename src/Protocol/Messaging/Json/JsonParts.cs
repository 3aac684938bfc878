using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>The objects and groups of fields that several messages share.</summary>
internal static class JsonParts
{
    /// <summary>Reads <c>epoch</c> and <c>offset</c>, which must both be there if <paramref name="required"/> or if one of them is.</summary>
    public static bool TryReadPosition(in JsonObjectView holder, bool required, out StreamPosition? position)
    {
        position = null;
        if (!holder.TryOptionalName(JsonField.Epoch, out var epoch) || !holder.TryUInt64(JsonField.Offset, out var offset))
        {
            return false;
        }

        if (epoch is not null && offset is not null)
        {
            position = new StreamPosition(epoch, offset.Value);
            return true;
        }

        return epoch is null && offset is null && !required;
    }

    public static void WritePosition(Utf8JsonWriter writer, StreamPosition position)
    {
        writer.WriteString("epoch"u8, position.Epoch);
        writer.WriteNumber("offset"u8, position.Offset);
    }

    /// <summary>Reads an optional <c>error</c>; of its fields only <c>name</c> must be there.</summary>
    public static bool TryReadError(in JsonObjectView message, out MessageError? error)
    {
        error = null;
        if (!message.TryObject(JsonField.Error, out var exists, out var view))
        {
            return false;
        }

        if (!exists)
        {
            return true;
        }

        if (!view.TryName(JsonField.Name, out var name)
            || !view.TryString(JsonField.Message, out var text)
            || !view.TryInt32(JsonField.Code, out var code)
            || !view.TryBool(JsonField.Temporary, out var temporary))
        {
            return false;
        }

        error = new MessageError(name, text ?? "", code ?? 0, temporary ?? false);
        return true;
    }

    public static void WriteError(Utf8JsonWriter writer, MessageError? error)
    {
        if (error is null)
        {
            return;
        }

        writer.WriteStartObject("error"u8);
        writer.WriteString("name"u8, error.Name);
        writer.WriteString("message"u8, error.Message);
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteBoolean("temporary"u8, error.Temporary);
        writer.WriteEndObject();
    }

    public static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void WriteOptional(Utf8JsonWriter writer, MessageData? data)
    {
        if (data is { } payload)
        {
            JsonPayload.Write(writer, payload);
        }
    }
}
