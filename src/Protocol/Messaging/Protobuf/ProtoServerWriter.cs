namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>Writes a <see cref="ServerMessage"/> as a <c>DownstreamMessage</c>, which always has exactly one field.</summary>
internal static class ProtoServerWriter
{
    public static byte[] Write(ServerMessage message)
    {
        var writer = new ProtoWriter(256);
        switch (message)
        {
            case GroupMessage group:
                WriteData(ref writer, "group", group.Group, group.FromUserId, group.Data, group.Position, null);
                break;
            case ServerData server:
                WriteData(ref writer, "server", null, null, server.Data, null, null);
                break;
            case DirectMessage direct:
                WriteData(ref writer, direct.ToUser ? "user" : "connection", null, direct.FromUserId, direct.Data, direct.Position, direct.Number);
                break;
            case Ack ack:
                WriteAck(ref writer, ack);
                break;
            case Connected or Disconnected or Draining:
                WriteSystem(ref writer, message);
                break;
            case InvokeRequest request:
                WriteInvokeRequest(ref writer, request);
                break;
            case InvokeResult result:
                WriteInvokeResult(ref writer, result);
                break;
            case Presence presence:
                WritePresence(ref writer, presence);
                break;
            case Pong:
                writer.WriteBytes(ProtoField.Downstream.Pong, default);
                break;
            default:
                throw new ArgumentException("Not a message of this protocol.", nameof(message));
        }

        return writer.Finish();
    }

    private static void WriteData(
        ref ProtoWriter writer, string from, string? group, string? fromUserId, MessageData data, StreamPosition? position, ulong? number)
    {
        var nested = writer.Begin(ProtoField.Downstream.Data, ProtoParts.ExpectedLength(data));
        writer.WriteString(ProtoField.Data.From, from);
        writer.WriteString(ProtoField.Data.Group, group);
        ProtoParts.WritePayload(ref writer, ProtoField.Data.Payload, data);
        writer.WriteString(ProtoField.Data.FromUserId, fromUserId);
        ProtoParts.WritePosition(ref writer, ProtoField.Data.Position, position);
        writer.WriteNumber(ProtoField.Data.Number, number);
        writer.End(nested);
    }

    private static void WriteAck(ref ProtoWriter writer, Ack ack)
    {
        var nested = writer.Begin(ProtoField.Downstream.Ack);
        writer.WriteNumber(ProtoField.Ack.AckId, ack.AckId == 0 ? null : ack.AckId);
        writer.WriteBool(ProtoField.Ack.Success, ack.Success);
        ProtoParts.WriteError(ref writer, ProtoField.Ack.Error, ack.Error);
        if (ack.Position is { } at)
        {
            ProtoParts.WritePosition(ref writer, ProtoField.Ack.Position, at.Epoch, at.Offset, at.Recovered);
        }

        writer.End(nested);
    }

    private static void WriteSystem(ref ProtoWriter writer, ServerMessage message)
    {
        var system = writer.Begin(ProtoField.Downstream.System);
        switch (message)
        {
            case Connected connected:
                WriteConnected(ref writer, connected);
                break;
            case Disconnected disconnected:
                var nested = writer.Begin(ProtoField.System.Disconnected);
                writer.WriteString(ProtoField.System.DisconnectedReason, disconnected.Message);
                writer.End(nested);
                break;
            case Draining draining:
                nested = writer.Begin(ProtoField.System.Draining);
                writer.WriteInt32(ProtoField.System.DrainingAfterMs, draining.AfterMs);
                writer.End(nested);
                break;
        }

        writer.End(system);
    }

    private static void WriteConnected(ref ProtoWriter writer, Connected connected)
    {
        var nested = writer.Begin(ProtoField.System.Connected);
        writer.WriteString(ProtoField.Connected.ConnectionId, connected.ConnectionId);
        writer.WriteString(ProtoField.Connected.UserId, connected.UserId);
        writer.WriteString(ProtoField.Connected.ReconnectionToken, connected.ReconnectionToken);
        writer.WriteBool(ProtoField.Connected.Recovered, connected.Recovered);
        writer.WriteString(ProtoField.Connected.Reason, connected.Reason);
        writer.WriteNumber(ProtoField.Connected.AckedUpTo, connected.AckedUpTo);
        writer.WriteNumber(ProtoField.Connected.TtlSeconds, (ulong?)(long?)connected.TtlSeconds);
        if (connected.Limits is { } limits)
        {
            var inner = writer.Begin(ProtoField.Connected.Limits);
            writer.WriteInt32(ProtoField.Limits.MaxMessageBytes, limits.MaxMessageBytes);
            writer.WriteInt32(ProtoField.Limits.MaxUnackedMessages, limits.MaxUnackedMessages);
            writer.WriteInt32(ProtoField.Limits.MaxUnackedBytes, limits.MaxUnackedBytes);
            writer.WriteInt32(ProtoField.Limits.MaxGroups, limits.MaxGroups);
            writer.End(inner);
        }

        writer.End(nested);
    }

    private static void WriteInvokeRequest(ref ProtoWriter writer, InvokeRequest request)
    {
        var nested = writer.Begin(ProtoField.Downstream.Invoke, ProtoParts.ExpectedLength(request.Data));
        writer.WriteString(ProtoField.Invocation.Id, request.InvocationId);
        ProtoParts.WritePayload(ref writer, ProtoField.Invocation.Data, request.Data);
        writer.WriteString(ProtoField.Invocation.Event, request.Event);
        writer.WriteString(ProtoField.Invocation.FromUserId, request.FromUserId);
        writer.End(nested);
    }

    private static void WriteInvokeResult(ref ProtoWriter writer, InvokeResult result)
    {
        var nested = writer.Begin(ProtoField.Downstream.InvokeResponse, ProtoParts.ExpectedLength(result.Data));
        writer.WriteString(ProtoField.Invocation.Id, result.InvocationId);
        ProtoParts.WritePayload(ref writer, ProtoField.Invocation.Data, result.Data);
        writer.WriteBool(ProtoField.Invocation.Success, result.Success);
        ProtoParts.WriteError(ref writer, ProtoField.Invocation.Error, result.Error);
        writer.End(nested);
    }

    private static void WritePresence(ref ProtoWriter writer, Presence presence)
    {
        var nested = writer.Begin(ProtoField.Downstream.Presence);
        writer.WriteString(ProtoField.Presence.Group, presence.Group);
        writer.WriteBool(ProtoField.Presence.IsState, presence.IsState);
        WriteEntries(ref writer, ProtoField.Presence.Entries, presence.Entries);
        WriteEntries(ref writer, ProtoField.Presence.Left, presence.Left);
        writer.End(nested);
    }

    private static void WriteEntries(ref ProtoWriter writer, int field, IReadOnlyList<PresenceEntry> entries)
    {
        var list = writer.Begin(field);
        foreach (var entry in entries)
        {
            var nested = writer.Begin(ProtoField.Presence.EntriesEntry);
            writer.WriteString(ProtoField.Presence.EntryConnectionId, entry.ConnectionId);
            writer.WriteString(ProtoField.Presence.EntryUserId, entry.UserId);
            writer.End(nested);
        }

        writer.End(list);
    }
}
