namespace Sws.Protocol.Messaging.Json;

/// <summary>Makes a <see cref="ServerMessage"/> of a parsed JSON object.</summary>
internal static class JsonServerReader
{
    public static DecodeStatus Read(in JsonObjectView message, out ServerMessage? value)
    {
        value = null;
        if (!message.TryString(JsonField.Type, out var type) || type is null)
        {
            return DecodeStatus.Malformed;
        }

        var known = true;
        value = type switch
        {
            "message" => ReadMessage(message, out known),
            "ack" => ReadAck(message),
            "system" => ReadSystem(message, out known),
            "presence" => ReadPresence(message, out known),
            "invoke" => ReadInvokeRequest(message),
            "invokeResponse" => ReadInvokeResult(message),
            "pong" => new Pong(),
            _ => Unknown(out known),
        };
        return value is not null ? DecodeStatus.Ok : known ? DecodeStatus.Malformed : DecodeStatus.UnknownType;
    }

    private static ServerMessage? Unknown(out bool known)
    {
        known = false;
        return null;
    }

    private static ServerMessage? ReadMessage(in JsonObjectView message, out bool known)
    {
        known = true;
        if (!message.TryString(JsonField.From, out var from) || from is null)
        {
            return null;
        }

        if (from is not ("group" or "server" or "user" or "connection"))
        {
            return Unknown(out known);
        }

        if (!JsonPayload.TryReadRequired(message, out var data) || !message.TryOptionalName(JsonField.FromUserId, out var fromUserId))
        {
            return null;
        }

        return from switch
        {
            "server" => new ServerData(data),
            "group" => message.TryName(JsonField.Group, out var group) && JsonParts.TryReadPosition(message, false, out var position)
                ? new GroupMessage(group, fromUserId, data, position)
                : null,
            _ => message.TryUInt64(JsonField.Number, out var number) && JsonParts.TryReadPosition(message, false, out var place)
                ? new DirectMessage(fromUserId, data, ToUser: from == "user", number, place)
                : null,
        };
    }

    private static Ack? ReadAck(in JsonObjectView message)
    {
        if (!message.TryUInt64(JsonField.AckId, out var ackId) || ackId is null
            || !message.TryBool(JsonField.Success, out var success) || success is null
            || !JsonParts.TryReadError(message, out var error)
            || !message.TryBool(JsonField.Recovered, out var recovered)
            || !JsonParts.TryReadPosition(message, recovered is not null, out var at))
        {
            return null;
        }

        var position = at is null ? null : new AckPosition(recovered ?? false, at.Epoch, at.Offset);
        return new Ack(ackId.Value, success.Value, error, position);
    }

    private static ServerMessage? ReadSystem(in JsonObjectView message, out bool known)
    {
        known = true;
        if (!message.TryString(JsonField.Event, out var name) || name is null)
        {
            return null;
        }

        return name switch
        {
            "connected" => ReadConnected(message),
            "disconnected" => message.TryString(JsonField.Message, out var text) ? new Disconnected(text) : null,
            "draining" => message.TryInt32(JsonField.AfterMs, out var after) && after is >= 0 ? new Draining(after.Value) : null,
            _ => Unknown(out known),
        };
    }

    private static Connected? ReadConnected(in JsonObjectView message) =>
        message.TryName(JsonField.ConnectionId, out var connectionId)
        && message.TryOptionalName(JsonField.UserId, out var userId)
        && message.TryString(JsonField.ReconnectionToken, out var token)
        && message.TryBool(JsonField.Recovered, out var recovered)
        && message.TryString(JsonField.Reason, out var reason)
        && message.TryUInt64(JsonField.AckedUpTo, out var ackedUpTo)
        && message.TryInt32(JsonField.TtlSeconds, out var ttl)
        && TryReadLimits(message, out var limits)
            ? new Connected(connectionId, userId, token, recovered ?? false, reason, ackedUpTo, ttl, limits)
            : null;

    private static bool TryReadLimits(in JsonObjectView message, out ConnectionLimits? limits)
    {
        limits = null;
        if (!message.TryObject(JsonField.Limits, out var exists, out var view))
        {
            return false;
        }

        if (!exists)
        {
            return true;
        }

        if (!view.TryInt32(JsonField.MaxMessageBytes, out var messageBytes)
            || !view.TryInt32(JsonField.MaxUnackedMessages, out var messages)
            || !view.TryInt32(JsonField.MaxUnackedBytes, out var bytes)
            || !view.TryInt32(JsonField.MaxGroups, out var groups))
        {
            return false;
        }

        limits = new ConnectionLimits(messageBytes ?? 0, messages ?? 0, bytes ?? 0, groups ?? 0);
        return true;
    }

    private static InvokeRequest? ReadInvokeRequest(in JsonObjectView message) =>
        message.TryName(JsonField.InvocationId, out var id)
        && message.TryOptionalName(JsonField.Event, out var name)
        && message.TryOptionalName(JsonField.FromUserId, out var fromUserId)
        && JsonPayload.TryRead(message, out var data)
            ? new InvokeRequest(id, fromUserId, data ?? default, name)
            : null;

    private static InvokeResult? ReadInvokeResult(in JsonObjectView message) =>
        message.TryName(JsonField.InvocationId, out var id)
        && message.TryBool(JsonField.Success, out var success)
        && success is not null
        && JsonPayload.TryRead(message, out var data)
        && JsonParts.TryReadError(message, out var error)
            ? new InvokeResult(id, success.Value, data, error)
            : null;

    private static Presence? ReadPresence(in JsonObjectView message, out bool known)
    {
        known = true;
        if (!message.TryString(JsonField.Event, out var name) || name is null || !message.TryName(JsonField.Group, out var group))
        {
            return null;
        }

        switch (name)
        {
            case "state":
                return TryReadEntries(message, JsonField.Present, out var present) ? new Presence(group, true, present, []) : null;
            case "diff":
                return TryReadEntries(message, JsonField.Joined, out var joined) && TryReadEntries(message, JsonField.Left, out var left)
                    ? new Presence(group, false, joined, left)
                    : null;
            default:
                known = false;
                return null;
        }
    }

    private static bool TryReadEntries(in JsonObjectView message, JsonField field, out List<PresenceEntry> entries)
    {
        entries = [];
        var raw = message.Get(field);
        var scanner = new JsonScanner(raw, 0);
        if (!scanner.TrySkip((byte)'['))
        {
            return false;
        }

        while (!scanner.TrySkip((byte)']'))
        {
            scanner.TrySkip((byte)',');
            scanner.TryMark(out var start);
            scanner.SkipValue();
            if (JsonObjectView.Parse(raw[start..scanner.Position], out var entry) != DecodeStatus.Ok
                || !entry.TryName(JsonField.ConnectionId, out var connectionId)
                || !entry.TryOptionalName(JsonField.UserId, out var userId))
            {
                return false;
            }

            entries.Add(new PresenceEntry(connectionId, userId));
        }

        return true;
    }
}
