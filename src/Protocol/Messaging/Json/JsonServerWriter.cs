using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>Writes a <see cref="ServerMessage"/> as JSON.</summary>
internal static class JsonServerWriter
{
    public static void Write(Utf8JsonWriter writer, ServerMessage message)
    {
        writer.WriteStartObject();
        switch (message)
        {
            case GroupMessage group:
                WriteGroupMessage(writer, group);
                break;
            case ServerData server:
                WriteMessageHead(writer, "server"u8, fromUserId: null);
                JsonPayload.Write(writer, server.Data);
                break;
            case DirectMessage direct:
                WriteMessageHead(writer, direct.ToUser ? "user"u8 : "connection"u8, direct.FromUserId);
                if (direct.Number is { } number)
                {
                    writer.WriteNumber("number"u8, number);
                }

                if (direct.Position is { } place)
                {
                    JsonParts.WritePosition(writer, place);
                }

                JsonPayload.Write(writer, direct.Data);
                break;
            case Ack ack:
                WriteAck(writer, ack);
                break;
            case Connected connected:
                WriteConnected(writer, connected);
                break;
            case InvokeRequest request:
                WriteInvokeRequest(writer, request);
                break;
            case InvokeResult result:
                WriteInvokeResult(writer, result);
                break;
            case Presence presence:
                WritePresence(writer, presence);
                break;
            default:
                WriteSmall(writer, message);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteSmall(Utf8JsonWriter writer, ServerMessage message)
    {
        switch (message)
        {
            case Disconnected disconnected:
                WriteSystemHead(writer, "disconnected"u8);
                JsonParts.WriteOptional(writer, "message"u8, disconnected.Message);
                break;
            case Draining draining:
                WriteSystemHead(writer, "draining"u8);
                writer.WriteNumber("afterMs"u8, draining.AfterMs);
                break;
            case Pong:
                writer.WriteString("type"u8, "pong"u8);
                break;
            default:
                throw new ArgumentException("Not a message of this protocol.", nameof(message));
        }
    }

    private static void WriteMessageHead(Utf8JsonWriter writer, ReadOnlySpan<byte> from, string? fromUserId)
    {
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("from"u8, from);
        JsonParts.WriteOptional(writer, "fromUserId"u8, fromUserId);
    }

    private static void WriteSystemHead(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteString("type"u8, "system"u8);
        writer.WriteString("event"u8, name);
    }

    private static void WriteGroupMessage(Utf8JsonWriter writer, GroupMessage message)
    {
        WriteMessageHead(writer, "group"u8, message.FromUserId);
        writer.WriteString("group"u8, message.Group);
        if (message.Position is { } position)
        {
            JsonParts.WritePosition(writer, position);
        }

        JsonPayload.Write(writer, message.Data);
    }

    private static void WriteAck(Utf8JsonWriter writer, Ack ack)
    {
        writer.WriteString("type"u8, "ack"u8);
        writer.WriteNumber("ackId"u8, ack.AckId);
        writer.WriteBoolean("success"u8, ack.Success);
        JsonParts.WriteError(writer, ack.Error);
        if (ack.Position is { } position)
        {
            writer.WriteBoolean("recovered"u8, position.Recovered);
            writer.WriteString("epoch"u8, position.Epoch);
            writer.WriteNumber("offset"u8, position.Offset);
        }
    }

    private static void WriteConnected(Utf8JsonWriter writer, Connected connected)
    {
        WriteSystemHead(writer, "connected"u8);
        JsonParts.WriteOptional(writer, "userId"u8, connected.UserId);
        writer.WriteString("connectionId"u8, connected.ConnectionId);
        JsonParts.WriteOptional(writer, "reconnectionToken"u8, connected.ReconnectionToken);
        writer.WriteBoolean("recovered"u8, connected.Recovered);
        JsonParts.WriteOptional(writer, "reason"u8, connected.Reason);
        JsonParts.WriteOptional(writer, "ackedUpTo"u8, connected.AckedUpTo);
        if (connected.TtlSeconds is { } ttl)
        {
            writer.WriteNumber("ttlSeconds"u8, ttl);
        }

        if (connected.Limits is { } limits)
        {
            writer.WriteStartObject("limits"u8);
            writer.WriteNumber("maxMessageBytes"u8, limits.MaxMessageBytes);
            writer.WriteNumber("maxUnackedMessages"u8, limits.MaxUnackedMessages);
            writer.WriteNumber("maxUnackedBytes"u8, limits.MaxUnackedBytes);
            writer.WriteNumber("maxGroups"u8, limits.MaxGroups);
            writer.WriteEndObject();
        }
    }

    private static void WriteInvokeRequest(Utf8JsonWriter writer, InvokeRequest request)
    {
        writer.WriteString("type"u8, "invoke"u8);
        writer.WriteString("invocationId"u8, request.InvocationId);
        JsonParts.WriteOptional(writer, "event"u8, request.Event);
        JsonParts.WriteOptional(writer, "fromUserId"u8, request.FromUserId);
        JsonPayload.Write(writer, request.Data);
    }

    private static void WriteInvokeResult(Utf8JsonWriter writer, InvokeResult result)
    {
        writer.WriteString("type"u8, "invokeResponse"u8);
        writer.WriteString("invocationId"u8, result.InvocationId);
        writer.WriteBoolean("success"u8, result.Success);
        JsonParts.WriteOptional(writer, result.Data);
        JsonParts.WriteError(writer, result.Error);
    }

    private static void WritePresence(Utf8JsonWriter writer, Presence presence)
    {
        writer.WriteString("type"u8, "presence"u8);
        writer.WriteString("event"u8, presence.IsState ? "state"u8 : "diff"u8);
        writer.WriteString("group"u8, presence.Group);
        WriteEntries(writer, presence.IsState ? "present"u8 : "joined"u8, presence.Entries);
        if (!presence.IsState)
        {
            WriteEntries(writer, "left"u8, presence.Left);
        }
    }

    private static void WriteEntries(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<PresenceEntry> entries)
    {
        writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("connectionId"u8, entry.ConnectionId);
            JsonParts.WriteOptional(writer, "userId"u8, entry.UserId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
