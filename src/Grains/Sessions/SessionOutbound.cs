using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// What is addressed to one session: kept until the client has acknowledged it, pushed to the edge in order with one
/// call under way.
/// </summary>
internal sealed class SessionOutbound(string connectionId, SessionState state, SessionLimits limits)
{
    // One call carries at most this many; a burst to one session is rare, so the figure only bounds one call's size.
    private const int MaxPerCall = 256;

    private Outbox? _outbox;
    private long _pushedUpTo = state.LastOutboxId;
    private Task? _pushing;

    private Outbox Messages => _outbox ??= new Outbox(_pushedUpTo);

    /// <summary>Keeps a message and pushes it; the answer comes when the edge has it too, or none is attached.</summary>
    public async ValueTask<SendOutcome> SendAsync(DirectContent content)
    {
        if (Messages.Count >= limits.OutboxMessages)
        {
            return SendOutcome.Overloaded;
        }

        Messages.Add(content);
        long id = Messages.LastId;
        while (_pushedUpTo < id && state.IsAttached)
        {
            await (_pushing ??= PushAsync());
        }

        return SendOutcome.Accepted;
    }

    public void Acknowledge(long outboxId) => _outbox?.RemoveUpTo(outboxId);

    /// <summary>A new socket has the session; what it gets now need not be pushed.</summary>
    /// <param name="edgeHas">The last outbox id that the edge has queued already.</param>
    /// <returns>The kept messages behind that.</returns>
    public List<DirectMessage> Reattach(long edgeHas)
    {
        List<DirectMessage> behind = _outbox?.After(edgeHas, int.MaxValue) ?? [];
        _pushedUpTo = _outbox?.LastId ?? _pushedUpTo;
        return behind;
    }

    private async Task PushAsync()
    {
        // Yield, so that the caller has stored this task before it can complete.
        await Task.Yield();
        try
        {
            while (_pushedUpTo < Messages.LastId && state.IsAttached)
            {
                long generation = state.Generation;
                List<DirectMessage> messages = Messages.After(_pushedUpTo, MaxPerCall);
                bool taken = await state.Edge.Observer.DeliverToSessionAsync(new SessionDelivery(connectionId, generation, messages));
                if (generation != state.Generation)
                {
                    continue;
                }

                if (!taken)
                {
                    state.IsAttached = false;
                    return;
                }

                _pushedUpTo = messages[^1].OutboxId;
                if (state.RecoveryToken is null)
                {
                    // A client that cannot recover acknowledges nothing: the edge's queue is all there is.
                    Messages.RemoveUpTo(_pushedUpTo);
                }
            }
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The edge is out of reach. The messages stay for the socket that takes the session over.
            state.IsAttached = false;
        }
        finally
        {
            _pushing = null;
        }
    }
}
