using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>Gives each received message to the part that it concerns.</summary>
internal sealed class MessageDispatcher(
    SessionMemory session,
    GroupTable groups,
    Outbox outbox,
    InvocationTable invocations,
    InvocationAnswerer answerer,
    MessageQueue queue,
    Action<SwsStateChange> notify)
{
    public async ValueTask DispatchAsync(ServerMessage message, CancellationToken stopping)
    {
        switch (message)
        {
            case Ack ack:
                if (outbox.Answer(ack) is { } entry)
                {
                    await entry.CompleteAsync(ack);
                }

                break;
            case InvokeResult result:
                invocations.Answer(result);
                break;
            case InvokeRequest request:
                answerer.Start(request, stopping);
                break;
            case Connected connected:
                session.Refresh(connected);
                break;
            case Draining:
                notify(new SwsStateChange(SwsClientState.Draining));
                break;
            default:
                if (ForApplication(message) is { } forApplication)
                {
                    await queue.AddAsync(forApplication, stopping);
                }

                if (message is DirectMessage { Number: { } number })
                {
                    session.Received = number;
                }

                break;
        }
    }

    /// <summary>Null: nothing the application is told of (a pong, a disconnected before the close), or it has it already.</summary>
    private SwsMessage? ForApplication(ServerMessage message) => message switch
    {
        GroupMessage m => groups.Accept(m) ? new SwsGroupMessage(m.Group, m.FromUserId, m.Data, m.Position) : null,
        ServerData m => new SwsServerMessage(m.Data),
        DirectMessage m => session.IsNewInInbox(m.Position) ? new SwsDirectMessage(m.FromUserId, m.ToUser, m.Data, m.Position) : null,
        Presence m => new SwsPresenceMessage(m.Group, m.IsState, m.Entries, m.Left),
        _ => null,
    };
}
