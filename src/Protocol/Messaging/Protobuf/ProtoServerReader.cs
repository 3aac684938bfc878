namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>Makes a <see cref="ServerMessage"/> of a <c>DownstreamMessage</c>.</summary>
internal static class ProtoServerReader
{
    public static DecodeStatus Read(ReadOnlySpan<byte> bytes, out ServerMessage? value, out ulong? sequenceId)
    {
        value = null;
        sequenceId = null;
        if (!ProtoMessageView.TryParse(bytes, out var downstream))
        {
            return DecodeStatus.Malformed;
        }

        var field = downstream.OnlyField();
        if (field <= 0)
        {
            return field == 0 && downstream.HasUnknown ? DecodeStatus.UnknownType : DecodeStatus.Malformed;
        }

        if (!downstream.TryMessage(field, out _, out var message) || !message.TryNumber(ProtoField.SequenceId, out sequenceId))
        {
            return DecodeStatus.Malformed;
        }

        var status = ProtoParts.ReadPayload(message, PayloadField(field), out var data);
        return status == DecodeStatus.Ok ? Read(field, message, data, out value) : status;
    }

    private static DecodeStatus Read(int field, in ProtoMessageView message, MessageData? data, out ServerMessage? value)
    {
        var known = true;
        value = field switch
        {
            ProtoField.Downstream.Data => ReadData(message, data, out known),
            ProtoField.Downstream.Ack => ReadAck(message),
            ProtoField.Downstream.System => ReadSystem(message, out known),
            ProtoField.Downstream.Presence => ReadPresence(message),
            ProtoField.Downstream.Invoke => ReadInvokeRequest(message, data),
            ProtoField.Downstream.InvokeResponse => ReadInvokeResult(message, data),
            ProtoField.Downstream.Pong => new Pong(),
            _ => Unknown(out known),
        };
        return value is not null ? DecodeStatus.Ok : known ? DecodeStatus.Malformed : DecodeStatus.UnknownType;
    }

    private static int PayloadField(int field) => field switch
    {
        ProtoField.Downstream.Data => ProtoField.Data.Payload,
        ProtoField.Downstream.Invoke or ProtoField.Downstream.InvokeResponse => ProtoField.Invocation.Data,
        _ => ProtoField.NoPayload,
    };

    private static ServerMessage? Unknown(out bool known)
    {
        known = false;
        return null;
    }

    private static ServerMessage? ReadData(in ProtoMessageView message, MessageData? data, out bool known)
    {
        known = true;
        if (!message.TryString(ProtoField.Data.From, out var from)
            || !message.TryOptionalName(ProtoField.Data.Group, out var group)
            || !message.TryOptionalName(ProtoField.Data.FromUserId, out var fromUserId)
            || !ProtoParts.TryReadPosition(message, ProtoField.Data.Position, out StreamPosition? position)
            || !message.TryNumber(ProtoField.Data.Number, out var number)
            || from is null
            || data is not { } payload)
        {
            return null;
        }

        return from switch
        {
            "group" => group is null ? null : new GroupMessage(group, fromUserId, payload, position),
            "server" => new ServerData(payload),
            "user" or "connection" => new DirectMessage(fromUserId, payload, ToUser: from == "user", number, position),
            _ => Unknown(out known),
        };
    }

    private static Ack? ReadAck(in ProtoMessageView message) =>
        message.TryNumber(ProtoField.Ack.AckId, out var ackId)
        && message.TryBool(ProtoField.Ack.Success, out var success)
        && ProtoParts.TryReadError(message, ProtoField.Ack.Error, out var error)
        && ProtoParts.TryReadPosition(message, ProtoField.Ack.Position, out AckPosition? position)
            ? new Ack(ackId ?? 0, success, error, position)
            : null;

    private static ServerMessage? ReadSystem(in ProtoMessageView system, out bool known)
    {
        var field = system.OnlyField(besides: ProtoField.SequenceId);
        known = field != 0 || !system.HasUnknown;
        if (field <= 0 || !system.TryMessage(field, out _, out var message))
        {
            return null;
        }

        return field switch
        {
            ProtoField.System.Connected => ReadConnected(message),
            ProtoField.System.Disconnected =>
                message.TryString(ProtoField.System.DisconnectedReason, out var text) ? new Disconnected(text) : null,
            ProtoField.System.Draining =>
                message.TryInt32(ProtoField.System.DrainingAfterMs, out var after) && after is null or >= 0
                    ? new Draining(after ?? 0)
                    : null,
            _ => Unknown(out known),
        };
    }

    private static Connected? ReadConnected(in ProtoMessageView message) =>
        message.TryName(ProtoField.Connected.ConnectionId, out var connectionId)
        && message.TryOptionalName(ProtoField.Connected.UserId, out var userId)
        && message.TryString(ProtoField.Connected.ReconnectionToken, out var token)
        && message.TryBool(ProtoField.Connected.Recovered, out var recovered)
        && message.TryString(ProtoField.Connected.Reason, out var reason)
        && message.TryNumber(ProtoField.Connected.AckedUpTo, out var ackedUpTo)
        && message.TryInt32(ProtoField.Connected.TtlSeconds, out var ttl)
        && TryReadLimits(message, out var limits)
            ? new Connected(connectionId, userId, token, recovered, reason, ackedUpTo, ttl, limits)
            : null;

    private static bool TryReadLimits(in ProtoMessageView message, out ConnectionLimits? limits)
    {
        limits = null;
        if (!message.TryMessage(ProtoField.Connected.Limits, out var exists, out var view)
            || !view.TryInt32(ProtoField.Limits.MaxMessageBytes, out var messageBytes)
            || !view.TryInt32(ProtoField.Limits.MaxUnackedMessages, out var messages)
            || !view.TryInt32(ProtoField.Limits.MaxUnackedBytes, out var bytes)
            || !view.TryInt32(ProtoField.Limits.MaxGroups, out var groups))
        {
            return false;
        }

        limits = exists ? new ConnectionLimits(messageBytes ?? 0, messages ?? 0, bytes ?? 0, groups ?? 0) : null;
        return true;
    }

    private static InvokeRequest? ReadInvokeRequest(in ProtoMessageView message, MessageData? data) =>
        message.TryName(ProtoField.Invocation.Id, out var id)
        && message.TryOptionalName(ProtoField.Invocation.Event, out var name)
        && message.TryOptionalName(ProtoField.Invocation.FromUserId, out var fromUserId)
            ? new InvokeRequest(id, fromUserId, data ?? default, name)
            : null;

    private static InvokeResult? ReadInvokeResult(in ProtoMessageView message, MessageData? data) =>
        message.TryName(ProtoField.Invocation.Id, out var id)
        && message.TryBool(ProtoField.Invocation.Success, out var success)
        && ProtoParts.TryReadError(message, ProtoField.Invocation.Error, out var error)
            ? new InvokeResult(id, success, data, error)
            : null;

    private static Presence? ReadPresence(in ProtoMessageView message) =>
        message.TryName(ProtoField.Presence.Group, out var group)
        && message.TryBool(ProtoField.Presence.IsState, out var isState)
        && TryReadEntries(message, ProtoField.Presence.Entries, out var entries)
        && TryReadEntries(message, ProtoField.Presence.Left, out var left)
            ? new Presence(group, isState, entries, left)
            : null;

    private static bool TryReadEntries(in ProtoMessageView message, int field, out List<PresenceEntry> entries)
    {
        entries = [];
        if (!message.TryBytes(field, out var bytes))
        {
            return false;
        }

        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var number, out var wire))
            {
                return false;
            }

            if (number != ProtoField.Presence.EntriesEntry)
            {
                if (!reader.TrySkip(wire))
                {
                    return false;
                }

                continue;
            }

            if (wire != WireType.Length || !reader.TryReadBytes(out var item) || !TryReadEntry(item, entries))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadEntry(ReadOnlySpan<byte> bytes, List<PresenceEntry> entries)
    {
        if (!ProtoMessageView.TryParse(bytes, out var entry)
            || !entry.TryName(ProtoField.Presence.EntryConnectionId, out var connectionId)
            || !entry.TryOptionalName(ProtoField.Presence.EntryUserId, out var userId))
        {
            return false;
        }

        entries.Add(new PresenceEntry(connectionId, userId));
        return true;
    }
}
