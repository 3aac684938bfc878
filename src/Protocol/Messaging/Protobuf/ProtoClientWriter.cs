namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>Writes a <see cref="ClientMessage"/> as an <c>UpstreamMessage</c>.</summary>
internal static class ProtoClientWriter
{
    public static byte[] Write(ClientMessage message)
    {
        var writer = new ProtoWriter(256);
        switch (message)
        {
            case JoinGroup join:
                WriteJoinGroup(ref writer, join);
                break;
            case LeaveGroup leave:
                WriteLeaveGroup(ref writer, leave);
                break;
            case SendToGroup send:
                WriteSend(ref writer, ProtoField.Upstream.SendToGroup, send.Group, send.AckId, send.Data, send.NoEcho);
                break;
            case SendToUser send:
                WriteSend(ref writer, ProtoField.Upstream.SendToUser, send.UserId, send.AckId, send.Data);
                break;
            case SendToConnection send:
                WriteSend(ref writer, ProtoField.Upstream.SendToConnection, send.ConnectionId, send.AckId, send.Data);
                break;
            case SendEvent send:
                WriteEvent(ref writer, send);
                break;
            case Invoke invoke:
                WriteInvoke(ref writer, invoke);
                break;
            case InvokeResponse response:
                WriteInvokeResponse(ref writer, response);
                break;
            default:
                WriteSmall(ref writer, message);
                break;
        }

        return writer.Finish();
    }

    private static void WriteSmall(ref ProtoWriter writer, ClientMessage message)
    {
        switch (message)
        {
            case SequenceAck ack:
                var nested = writer.Begin(ProtoField.Upstream.SequenceAck);
                writer.WriteNumber(1, ack.SequenceId);
                writer.End(nested);
                break;
            case CancelInvocation cancel:
                nested = writer.Begin(ProtoField.Upstream.CancelInvocation);
                writer.WriteString(ProtoField.Invocation.Id, cancel.InvocationId);
                writer.End(nested);
                break;
            case Ping:
                writer.WriteBytes(ProtoField.Upstream.Ping, default);
                break;
            default:
                throw new ArgumentException("Not a message of this protocol.", nameof(message));
        }
    }

    private static void WriteJoinGroup(ref ProtoWriter writer, JoinGroup join)
    {
        var nested = writer.Begin(ProtoField.Upstream.JoinGroup);
        writer.WriteString(ProtoField.Membership.Group, join.Group);
        writer.WriteNumber(ProtoField.Membership.AckId, join.AckId);
        ProtoParts.WritePosition(ref writer, ProtoField.Membership.Recover, join.Recover);
        writer.WriteBool(ProtoField.Membership.Presence, join.Presence);
        writer.End(nested);
    }

    private static void WriteLeaveGroup(ref ProtoWriter writer, LeaveGroup leave)
    {
        var nested = writer.Begin(ProtoField.Upstream.LeaveGroup);
        writer.WriteString(ProtoField.Membership.Group, leave.Group);
        writer.WriteNumber(ProtoField.Membership.AckId, leave.AckId);
        writer.End(nested);
    }

    private static void WriteSend(ref ProtoWriter writer, int field, string to, ulong? ackId, MessageData data, bool noEcho = false)
    {
        var nested = writer.Begin(field, ProtoParts.ExpectedLength(data));
        writer.WriteString(ProtoField.Send.To, to);
        writer.WriteNumber(ProtoField.Send.AckId, ackId);
        ProtoParts.WritePayload(ref writer, ProtoField.Send.Data, data);
        writer.WriteBool(ProtoField.Send.NoEcho, noEcho);
        writer.End(nested);
    }

    private static void WriteEvent(ref ProtoWriter writer, SendEvent send)
    {
        var nested = writer.Begin(ProtoField.Upstream.Event, ProtoParts.ExpectedLength(send.Data));
        writer.WriteString(ProtoField.Event.Name, send.Event);
        ProtoParts.WritePayload(ref writer, ProtoField.Event.Data, send.Data);
        writer.WriteNumber(ProtoField.Event.AckId, send.AckId);
        writer.End(nested);
    }

    private static void WriteInvoke(ref ProtoWriter writer, Invoke invoke)
    {
        var nested = writer.Begin(ProtoField.Upstream.Invoke, ProtoParts.ExpectedLength(invoke.Data));
        writer.WriteString(ProtoField.Invocation.Id, invoke.InvocationId);
        ProtoParts.WritePayload(ref writer, ProtoField.Invocation.Data, invoke.Data);
        writer.WriteString(ProtoField.Invocation.Event, invoke.Target.Event);
        writer.WriteString(ProtoField.Invocation.UserId, invoke.Target.UserId);
        writer.WriteString(ProtoField.Invocation.ConnectionId, invoke.Target.ConnectionId);
        writer.End(nested);
    }

    private static void WriteInvokeResponse(ref ProtoWriter writer, InvokeResponse response)
    {
        var nested = writer.Begin(ProtoField.Upstream.InvokeResponse, ProtoParts.ExpectedLength(response.Data));
        writer.WriteString(ProtoField.Invocation.Id, response.InvocationId);
        ProtoParts.WritePayload(ref writer, ProtoField.Invocation.Data, response.Data);
        writer.WriteBool(ProtoField.Invocation.Success, response.Success);
        ProtoParts.WriteError(ref writer, ProtoField.Invocation.Error, response.Error);
        writer.End(nested);
    }
}
