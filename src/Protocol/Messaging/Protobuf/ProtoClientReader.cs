namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>Makes a <see cref="ClientMessage"/> of an <c>UpstreamMessage</c>.</summary>
internal static class ProtoClientReader
{
    public static DecodeStatus Read(ReadOnlySpan<byte> bytes, bool reliable, out ClientMessage? value)
    {
        value = null;
        if (!ProtoMessageView.TryParse(bytes, out var upstream))
        {
            return DecodeStatus.Malformed;
        }

        var field = upstream.OnlyField();
        if (field <= 0)
        {
            return field == 0 && upstream.HasUnknown ? DecodeStatus.UnknownType : DecodeStatus.Malformed;
        }

        if (field == ProtoField.Upstream.SequenceAck && !reliable)
        {
            return DecodeStatus.Unsupported;
        }

        return upstream.TryMessage(field, out _, out var message) ? Read(field, message, out value) : DecodeStatus.Malformed;
    }

    private static DecodeStatus Read(int field, in ProtoMessageView message, out ClientMessage? value)
    {
        value = null;
        var status = ProtoParts.ReadPayload(message, PayloadField(field), out var data);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }

        var known = true;
        value = field switch
        {
            ProtoField.Upstream.SequenceAck => ReadSequenceAck(message),
            ProtoField.Upstream.SendToGroup => ReadSendToGroup(message, data),
            ProtoField.Upstream.Event => ReadEvent(message, data),
            ProtoField.Upstream.JoinGroup => ReadJoinGroup(message),
            ProtoField.Upstream.LeaveGroup => ReadLeaveGroup(message),
            ProtoField.Upstream.SendToUser => ReadSend(message, data, (to, bytes, ackId) => new SendToUser(to, bytes, ackId)),
            ProtoField.Upstream.SendToConnection => ReadSend(message, data, (to, bytes, ackId) => new SendToConnection(to, bytes, ackId)),
            ProtoField.Upstream.Invoke => ReadInvoke(message, data),
            ProtoField.Upstream.InvokeResponse => ReadInvokeResponse(message, data),
            ProtoField.Upstream.CancelInvocation =>
                message.TryName(ProtoField.Invocation.Id, out var id) ? new CancelInvocation(id) : null,
            ProtoField.Upstream.Ping => new Ping(),
            _ => Unknown(out known),
        };
        return value is not null ? DecodeStatus.Ok : known ? DecodeStatus.Malformed : DecodeStatus.UnknownType;
    }

    /// <summary>Where a message of this type has its payload.</summary>
    private static int PayloadField(int field) => field switch
    {
        ProtoField.Upstream.SendToGroup or ProtoField.Upstream.SendToUser or ProtoField.Upstream.SendToConnection => ProtoField.Send.Data,
        ProtoField.Upstream.Event => ProtoField.Event.Data,
        ProtoField.Upstream.Invoke or ProtoField.Upstream.InvokeResponse => ProtoField.Invocation.Data,
        _ => ProtoField.NoPayload,
    };

    private static ClientMessage? Unknown(out bool known)
    {
        known = false;
        return null;
    }

    private static SequenceAck? ReadSequenceAck(in ProtoMessageView message) =>
        message.TryNumber(1, out var id) ? new SequenceAck(id ?? 0) : null;

    private static SendToGroup? ReadSendToGroup(in ProtoMessageView message, MessageData? data) =>
        message.TryName(ProtoField.Send.To, out var group)
        && message.TryNumber(ProtoField.Send.AckId, out var ackId)
        && message.TryBool(ProtoField.Send.NoEcho, out var noEcho)
        && data is { } payload
            ? new SendToGroup(group, payload, noEcho, ackId)
            : null;

    private static ClientMessage? ReadSend(
        in ProtoMessageView message, MessageData? data, Func<string, MessageData, ulong?, ClientMessage> create) =>
        message.TryName(ProtoField.Send.To, out var to)
        && message.TryNumber(ProtoField.Send.AckId, out var ackId)
        && data is { } payload
            ? create(to, payload, ackId)
            : null;

    private static SendEvent? ReadEvent(in ProtoMessageView message, MessageData? data) =>
        message.TryName(ProtoField.Event.Name, out var name)
        && message.TryNumber(ProtoField.Event.AckId, out var ackId)
        && data is { } payload
            ? new SendEvent(name, payload, ackId)
            : null;

    private static JoinGroup? ReadJoinGroup(in ProtoMessageView message) =>
        message.TryName(ProtoField.Membership.Group, out var group)
        && message.TryNumber(ProtoField.Membership.AckId, out var ackId)
        && ProtoParts.TryReadPosition(message, ProtoField.Membership.Recover, out StreamPosition? recover)
        && message.TryBool(ProtoField.Membership.Presence, out var presence)
            ? new JoinGroup(group, ackId, recover, presence)
            : null;

    private static LeaveGroup? ReadLeaveGroup(in ProtoMessageView message) =>
        message.TryName(ProtoField.Membership.Group, out var group) && message.TryNumber(ProtoField.Membership.AckId, out var ackId)
            ? new LeaveGroup(group, ackId)
            : null;

    private static Invoke? ReadInvoke(in ProtoMessageView message, MessageData? data)
    {
        if (!message.TryName(ProtoField.Invocation.Id, out var id)
            || !message.TryOptionalName(ProtoField.Invocation.Event, out var name)
            || !message.TryOptionalName(ProtoField.Invocation.UserId, out var userId)
            || !message.TryOptionalName(ProtoField.Invocation.ConnectionId, out var connectionId))
        {
            return null;
        }

        var someone = userId is null ? connectionId is not null || name is not null : connectionId is null;
        return someone ? new Invoke(id, new InvocationTarget(name, userId, connectionId), data ?? default) : null;
    }

    private static InvokeResponse? ReadInvokeResponse(in ProtoMessageView message, MessageData? data) =>
        message.TryName(ProtoField.Invocation.Id, out var id)
        && message.TryBool(ProtoField.Invocation.Success, out var success)
        && ProtoParts.TryReadError(message, ProtoField.Invocation.Error, out var error)
            ? new InvokeResponse(id, success, data, error)
            : null;
}
