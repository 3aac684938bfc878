using System.Runtime.InteropServices;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol.Messaging;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Translates between the messages on the wire and those between grains. Two sets on purpose: the first is what clients
/// of today and tomorrow speak, the second what nodes of one cluster speak, and neither may pull the other along.
/// </summary>
internal static class MessageTranslator
{
    /// <summary>The command that a client's message is; null for messages that the edge answers itself.</summary>
    public static SessionCommand? ToCommand(ClientMessage message) => message switch
    {
        JoinGroup join => new JoinGroupCommand(join.Group, join.Presence, join.AckId, ToPosition(join.Recover)),
        LeaveGroup leave => new LeaveGroupCommand(leave.Group, leave.AckId),
        SendToGroup send => new PublishCommand(send.Group, ToPayload(send.Data), send.NoEcho, send.AckId),
        SendEvent sent => new EventCommand(sent.Event, ToPayload(sent.Data), sent.AckId),
        SendToUser send => new SendCommand(new SessionTarget(send.UserId, null), ToPayload(send.Data), send.AckId),
        SendToConnection send => new SendCommand(new SessionTarget(null, send.ConnectionId), ToPayload(send.Data), send.AckId),
        Invoke invoke => new InvokeCommand(invoke.InvocationId, invoke.Target.Event, ToTarget(invoke.Target), ToPayload(invoke.Data)),
        InvokeResponse response => new InvokeResponseCommand(
            response.InvocationId,
            response.Data is { } data ? ToPayload(data) : null,
            response.Success ? null : ToError(response.Error)),
        CancelInvocation cancel => new CancelInvocationCommand(cancel.InvocationId),
        _ => null,
    };

    public static ServerMessage ToServer(Grains.Interfaces.Sessions.DirectMessage message) => message.Content switch
    {
        ClientData data => new Protocol.Messaging.DirectMessage(
            data.FromUserId,
            ToData(data.Data),
            data.ToUser,
            (ulong)message.OutboxId,
            data.Inbox is { } place ? new StreamPosition(place.Epoch, place.Offset) : null),
        InvocationRequest request => new InvokeRequest(request.InvocationId, request.FromUserId, ToData(request.Data), request.Event),
        InvocationOutcome outcome => new InvokeResult(
            outcome.InvocationId,
            outcome.Error is null,
            outcome.Data is { } data ? ToData(data) : null,
            outcome.Error is { } error ? ToError(error) : null),
        _ => throw new InvalidOperationException($"A {message.Content.GetType().Name} has no form on the wire."),
    };

    /// <summary>A group's message.</summary>
    /// <param name="group">The group.</param>
    /// <param name="message">The message.</param>
    /// <param name="epoch">Where the group keeps messages: the incarnation of its stream.</param>
    public static ServerMessage ToServer(string group, GroupMessage message, string? epoch) => new Protocol.Messaging.GroupMessage(
        group, message.FromUserId, ToData(message.Data), epoch is null ? null : new StreamPosition(epoch, message.Offset));

    public static Presence ToServer(PresenceDelivery delivery) => new(
        delivery.Group,
        delivery.ConnectionId is not null,
        [.. delivery.Joined.Select(member => new PresenceEntry(member.ConnectionId, member.UserId))],
        [.. delivery.Left.Select(member => new PresenceEntry(member.ConnectionId, member.UserId))]);

    public static MessageError ToError(OperationError error) => new(error.Name, error.Message, error.Code, error.Temporary);

    public static MessageData ToData(Payload payload) => new((DataKind)payload.Kind, payload.Bytes);

    private static OperationError ToError(MessageError? error) => error is null
        ? new OperationError("InvocationFailed", "The client that was invoked reported a failure.", 500, Temporary: false)
        : new OperationError(error.Name, error.Message, error.Code, error.Temporary);

    private static GroupPosition? ToPosition(StreamPosition? position) => position is null ? null : new GroupPosition(position.Epoch, position.Offset);

    private static SessionTarget? ToTarget(InvocationTarget target) =>
        target.UserId is null && target.ConnectionId is null ? null : new SessionTarget(target.UserId, target.ConnectionId);

    private static Payload ToPayload(MessageData data)
    {
        // Codecs copy data out of the socket's buffer into an array of its own; take that instead of copying again.
        bool isWholeArray = MemoryMarshal.TryGetArray(data.Bytes, out ArraySegment<byte> segment)
            && segment.Offset == 0 && segment.Count == segment.Array!.Length;
        return new Payload((PayloadKind)data.Kind, isWholeArray ? segment.Array! : data.Bytes.ToArray());
    }
}
