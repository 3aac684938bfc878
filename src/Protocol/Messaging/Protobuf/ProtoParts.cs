namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>The messages within messages that several messages share.</summary>
internal static class ProtoParts
{
    // Room for the tags and lengths around a payload, for a good guess of the whole length.
    private const int PayloadOverhead = 16;

    /// <summary>
    /// Writes a payload if there is one. JSON is written as text with a mark beside it: the published protocol sends it as text, and
    /// parsers made for that know no other field for it.
    /// </summary>
    public static void WritePayload(ref ProtoWriter writer, int field, MessageData? data)
    {
        if (data is not { } payload)
        {
            return;
        }

        var bytes = payload.Bytes.Span;
        var nested = writer.Begin(field, bytes.Length);
        writer.WriteBytes(
            payload.Kind switch
            {
                DataKind.Binary => ProtoField.Payload.Binary,
                DataKind.Protobuf => ProtoField.Payload.Protobuf,
                _ => ProtoField.Payload.Text,
            },
            bytes);
        writer.WriteBool(ProtoField.Payload.TextIsJson, payload.Kind == DataKind.Json);
        writer.End(nested);
    }

    /// <summary>Room to reserve for a message that carries <paramref name="data"/>.</summary>
    public static int ExpectedLength(MessageData? data) => (data?.Bytes.Length ?? 0) + PayloadOverhead;

    /// <summary>Reads an optional payload and checks that its bytes are what its kind says.</summary>
    public static DecodeStatus ReadPayload(in ProtoMessageView message, int field, out MessageData? data)
    {
        data = null;
        if (field == ProtoField.NoPayload)
        {
            return DecodeStatus.Ok;
        }

        if (!message.TryMessage(field, out _, out var view)
            || !view.TryBool(ProtoField.Payload.TextIsJson, out var textIsJson))
        {
            return DecodeStatus.Malformed;
        }

        for (var choice = ProtoField.Payload.Text; choice <= ProtoField.Payload.Json; choice++)
        {
            if (!view.Has(choice))
            {
                continue;
            }

            if (data is not null || !view.TryBytes(choice, out var bytes))
            {
                return DecodeStatus.Malformed;
            }

            var kind = KindOf(choice, textIsJson);
            var status = PayloadRules.Check(kind, bytes);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }

            data = new MessageData(kind, bytes.ToArray());
        }

        return DecodeStatus.Ok;
    }

    public static void WritePosition(ref ProtoWriter writer, int field, StreamPosition? position)
    {
        if (position is not null)
        {
            WritePosition(ref writer, field, position.Epoch, position.Offset, recovered: false);
        }
    }

    public static void WritePosition(ref ProtoWriter writer, int field, string epoch, ulong offset, bool recovered)
    {
        var nested = writer.Begin(field);
        writer.WriteString(ProtoField.Position.Epoch, epoch);
        writer.WriteNumber(ProtoField.Position.Offset, offset == 0 ? null : offset);
        writer.WriteBool(ProtoField.Position.Recovered, recovered);
        writer.End(nested);
    }

    public static bool TryReadPosition(in ProtoMessageView message, int field, out AckPosition? position)
    {
        position = null;
        if (!message.TryMessage(field, out var exists, out var view))
        {
            return false;
        }

        if (!exists)
        {
            return true;
        }

        if (!view.TryName(ProtoField.Position.Epoch, out var epoch)
            || !view.TryNumber(ProtoField.Position.Offset, out var offset)
            || !view.TryBool(ProtoField.Position.Recovered, out var recovered))
        {
            return false;
        }

        position = new AckPosition(recovered, epoch, offset ?? 0);
        return true;
    }

    public static bool TryReadPosition(in ProtoMessageView message, int field, out StreamPosition? position)
    {
        var valid = TryReadPosition(message, field, out AckPosition? found);
        position = found is null ? null : new StreamPosition(found.Epoch, found.Offset);
        return valid;
    }

    public static void WriteError(ref ProtoWriter writer, int field, MessageError? error)
    {
        if (error is null)
        {
            return;
        }

        var nested = writer.Begin(field);
        writer.WriteString(ProtoField.Error.Name, error.Name);
        writer.WriteString(ProtoField.Error.Message, error.Message);
        writer.WriteInt32(ProtoField.Error.Code, error.Code);
        writer.WriteBool(ProtoField.Error.Temporary, error.Temporary);
        writer.End(nested);
    }

    public static bool TryReadError(in ProtoMessageView message, int field, out MessageError? error)
    {
        error = null;
        if (!message.TryMessage(field, out var exists, out var view))
        {
            return false;
        }

        if (!exists)
        {
            return true;
        }

        if (!view.TryName(ProtoField.Error.Name, out var name)
            || !view.TryString(ProtoField.Error.Message, out var text)
            || !view.TryInt32(ProtoField.Error.Code, out var code)
            || !view.TryBool(ProtoField.Error.Temporary, out var temporary))
        {
            return false;
        }

        error = new MessageError(name, text ?? "", code ?? 0, temporary);
        return true;
    }

    private static DataKind KindOf(int choice, bool textIsJson) => choice switch
    {
        ProtoField.Payload.Text => textIsJson ? DataKind.Json : DataKind.Text,
        ProtoField.Payload.Binary => DataKind.Binary,
        ProtoField.Payload.Protobuf => DataKind.Protobuf,
        _ => DataKind.Json,
    };
}
