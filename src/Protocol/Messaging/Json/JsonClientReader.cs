namespace Sws.Protocol.Messaging.Json;

/// <summary>Makes a <see cref="ClientMessage"/> of a parsed JSON object.</summary>
internal static class JsonClientReader
{
    public static DecodeStatus Read(in JsonObjectView message, bool reliable, out ClientMessage? value)
    {
        value = null;
        if (!message.TryString(JsonField.Type, out var type) || type is null)
        {
            return DecodeStatus.Malformed;
        }

        if (type == "sequenceAck" && !reliable)
        {
            return DecodeStatus.Unsupported;
        }

        // Publishing a stream starts with a sendToGroup without data.
        if (type == "sendToGroup" && !message.Get(JsonField.Stream).IsEmpty)
        {
            return DecodeStatus.Unsupported;
        }

        var known = true;
        value = type switch
        {
            "sequenceAck" => ReadSequenceAck(message),
            "sendToGroup" => ReadSendToGroup(message),
            "event" => ReadEvent(message),
            "ping" => new Ping(),
            "joinGroup" => ReadJoinGroup(message),
            "leaveGroup" => ReadLeaveGroup(message),
            "sendToUser" => ReadSendToUser(message),
            "sendToConnection" => ReadSendToConnection(message),
            "invoke" => ReadInvoke(message),
            "invokeResponse" => ReadInvokeResponse(message),
            "cancelInvocation" => ReadCancelInvocation(message),
            _ => Unknown(out known),
        };
        return value is not null ? DecodeStatus.Ok : known ? DecodeStatus.Malformed : StatusOfUnknown(type);
    }

    private static ClientMessage? Unknown(out bool known)
    {
        known = false;
        return null;
    }

    private static DecodeStatus StatusOfUnknown(string type) => type switch
    {
        "streamData" or "streamEnd" => DecodeStatus.Unsupported,
        "setGroupState" or "subscribeGroupState" or "unsubscribeGroupState" => DecodeStatus.Unsupported,
        _ => DecodeStatus.UnknownType,
    };

    private static SequenceAck? ReadSequenceAck(in JsonObjectView message) =>
        message.TryUInt64(JsonField.SequenceId, out var sequenceId) && sequenceId is { } id ? new SequenceAck(id) : null;

    private static SendToGroup? ReadSendToGroup(in JsonObjectView message) =>
        message.TryName(JsonField.Group, out var group)
        && JsonPayload.TryReadRequired(message, out var data)
        && message.TryBool(JsonField.NoEcho, out var noEcho)
        && message.TryUInt64(JsonField.AckId, out var ackId)
            ? new SendToGroup(group, data, noEcho ?? false, ackId)
            : null;

    private static SendEvent? ReadEvent(in JsonObjectView message) =>
        message.TryName(JsonField.Event, out var name)
        && JsonPayload.TryReadRequired(message, out var data)
        && message.TryUInt64(JsonField.AckId, out var ackId)
            ? new SendEvent(name, data, ackId)
            : null;

    private static JoinGroup? ReadJoinGroup(in JsonObjectView message) =>
        message.TryName(JsonField.Group, out var group)
        && message.TryUInt64(JsonField.AckId, out var ackId)
        && message.TryBool(JsonField.Presence, out var presence)
        && message.TryObject(JsonField.Recover, out var recovers, out var recover)
        && JsonParts.TryReadPosition(recover, recovers, out var position)
            ? new JoinGroup(group, ackId, position, presence ?? false)
            : null;

    private static LeaveGroup? ReadLeaveGroup(in JsonObjectView message) =>
        message.TryName(JsonField.Group, out var group) && message.TryUInt64(JsonField.AckId, out var ackId)
            ? new LeaveGroup(group, ackId)
            : null;

    private static SendToUser? ReadSendToUser(in JsonObjectView message) =>
        message.TryName(JsonField.UserId, out var userId)
        && JsonPayload.TryReadRequired(message, out var data)
        && message.TryUInt64(JsonField.AckId, out var ackId)
            ? new SendToUser(userId, data, ackId)
            : null;

    private static SendToConnection? ReadSendToConnection(in JsonObjectView message) =>
        message.TryName(JsonField.ConnectionId, out var connectionId)
        && JsonPayload.TryReadRequired(message, out var data)
        && message.TryUInt64(JsonField.AckId, out var ackId)
            ? new SendToConnection(connectionId, data, ackId)
            : null;

    private static Invoke? ReadInvoke(in JsonObjectView message) =>
        message.TryName(JsonField.InvocationId, out var id)
        && TryReadTarget(message, out var target)
        && JsonPayload.TryRead(message, out var data)
            ? new Invoke(id, target, data ?? default)
            : null;

    /// <summary>As published, <c>target</c> is the string <c>"event"</c> (or absent); an object names a client.</summary>
    private static bool TryReadTarget(in JsonObjectView message, out InvocationTarget target)
    {
        target = new InvocationTarget(null, null, null);
        if (!message.TryOptionalName(JsonField.Event, out var name))
        {
            return false;
        }

        if (message.TryString(JsonField.Target, out var kind))
        {
            target = new InvocationTarget(name, null, null);
            return name is not null && kind is null or "event";
        }

        if (!message.TryObject(JsonField.Target, out _, out var client)
            || !client.TryOptionalName(JsonField.User, out var user)
            || !client.TryOptionalName(JsonField.ConnectionId, out var connectionId))
        {
            return false;
        }

        target = new InvocationTarget(name, user, connectionId);
        return user is null != connectionId is null;
    }

    private static InvokeResponse? ReadInvokeResponse(in JsonObjectView message) =>
        message.TryName(JsonField.InvocationId, out var id)
        && message.TryBool(JsonField.Success, out var success)
        && success is not null
        && JsonPayload.TryRead(message, out var data)
        && JsonParts.TryReadError(message, out var error)
            ? new InvokeResponse(id, success.Value, data, error)
            : null;

    private static CancelInvocation? ReadCancelInvocation(in JsonObjectView message) =>
        message.TryName(JsonField.InvocationId, out var id) ? new CancelInvocation(id) : null;
}
