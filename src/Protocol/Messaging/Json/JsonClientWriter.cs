using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>Writes a <see cref="ClientMessage"/> as JSON.</summary>
internal static class JsonClientWriter
{
    public static void Write(Utf8JsonWriter writer, ClientMessage message)
    {
        writer.WriteStartObject();
        switch (message)
        {
            case JoinGroup join:
                WriteJoinGroup(writer, join);
                break;
            case LeaveGroup leave:
                WriteHead(writer, "leaveGroup"u8, "group"u8, leave.Group, leave.AckId);
                break;
            case SendToGroup send:
                WriteSendToGroup(writer, send);
                break;
            case SendEvent send:
                WriteHead(writer, "event"u8, "event"u8, send.Event, send.AckId);
                JsonPayload.Write(writer, send.Data);
                break;
            case SendToUser send:
                WriteHead(writer, "sendToUser"u8, "userId"u8, send.UserId, send.AckId);
                JsonPayload.Write(writer, send.Data);
                break;
            case SendToConnection send:
                WriteHead(writer, "sendToConnection"u8, "connectionId"u8, send.ConnectionId, send.AckId);
                JsonPayload.Write(writer, send.Data);
                break;
            case Invoke invoke:
                WriteInvoke(writer, invoke);
                break;
            case InvokeResponse response:
                WriteHead(writer, "invokeResponse"u8, "invocationId"u8, response.InvocationId, ackId: null);
                writer.WriteBoolean("success"u8, response.Success);
                JsonParts.WriteOptional(writer, response.Data);
                JsonParts.WriteError(writer, response.Error);
                break;
            default:
                WriteSmall(writer, message);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteSmall(Utf8JsonWriter writer, ClientMessage message)
    {
        switch (message)
        {
            case CancelInvocation cancel:
                WriteHead(writer, "cancelInvocation"u8, "invocationId"u8, cancel.InvocationId, ackId: null);
                break;
            case SequenceAck ack:
                writer.WriteString("type"u8, "sequenceAck"u8);
                writer.WriteNumber("sequenceId"u8, ack.SequenceId);
                break;
            case Ping:
                writer.WriteString("type"u8, "ping"u8);
                break;
            default:
                throw new ArgumentException("Not a message of this protocol.", nameof(message));
        }
    }

    private static void WriteHead(
        Utf8JsonWriter writer, ReadOnlySpan<byte> type, ReadOnlySpan<byte> nameKey, string name, ulong? ackId)
    {
        writer.WriteString("type"u8, type);
        writer.WriteString(nameKey, name);
        JsonParts.WriteOptional(writer, "ackId"u8, ackId);
    }

    private static void WriteJoinGroup(Utf8JsonWriter writer, JoinGroup join)
    {
        WriteHead(writer, "joinGroup"u8, "group"u8, join.Group, join.AckId);
        if (join.Recover is { } position)
        {
            writer.WriteStartObject("recover"u8);
            JsonParts.WritePosition(writer, position);
            writer.WriteEndObject();
        }

        if (join.Presence)
        {
            writer.WriteBoolean("presence"u8, true);
        }
    }

    private static void WriteSendToGroup(Utf8JsonWriter writer, SendToGroup send)
    {
        WriteHead(writer, "sendToGroup"u8, "group"u8, send.Group, send.AckId);
        if (send.NoEcho)
        {
            writer.WriteBoolean("noEcho"u8, true);
        }

        JsonPayload.Write(writer, send.Data);
    }

    private static void WriteInvoke(Utf8JsonWriter writer, Invoke invoke)
    {
        WriteHead(writer, "invoke"u8, "invocationId"u8, invoke.InvocationId, ackId: null);
        var target = invoke.Target;
        if (target.UserId is null && target.ConnectionId is null)
        {
            writer.WriteString("target"u8, "event"u8);
        }
        else
        {
            writer.WriteStartObject("target"u8);
            JsonParts.WriteOptional(writer, "user"u8, target.UserId);
            JsonParts.WriteOptional(writer, "connectionId"u8, target.ConnectionId);
            writer.WriteEndObject();
        }

        JsonParts.WriteOptional(writer, "event"u8, target.Event);
        JsonPayload.Write(writer, invoke.Data);
    }
}
