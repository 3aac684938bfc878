using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// What is addressed to one session: kept until the client has acknowledged it, pushed to the edge in order with one
/// call under way.
/// </summary>
internal sealed class SessionOutbound(string connectionId, SessionState state, SessionServices services)
{
    // One call carries at most this many; a burst to one session is rare, so the figure only bounds one call's size.
    private const int MaxPerCall = 256;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private Outbox? _outbox;
    private long _pushedUpTo = state.LastOutboxId;
    private Task<bool>? _pushing;

    private Outbox Messages => _outbox ??= new Outbox(_pushedUpTo);

    /// <summary>
    /// Keeps a message and pushes it; the answer comes when the edge has it too. An edge keeps it for a session without a
    /// socket as well, so that one of the two may die.
    /// </summary>
    public async ValueTask<SendOutcome> SendAsync(DirectContent content)
    {
        if (Messages.Count >= services.Limits.OutboxMessages)
        {
            return SendOutcome.Overloaded;
        }

        Messages.Add(content);
        long id = Messages.LastId;
        while (_pushedUpTo < id && state.IsHeld && await (_pushing ??= PushAsync()))
        {
        }

        return SendOutcome.Accepted;
    }

    /// <summary>Pushes what the edge lacks, after it asserted that it holds the session.</summary>
    /// <param name="edgeHas">The last outbox id that the edge has queued.</param>
    public async ValueTask AssertedAsync(long edgeHas)
    {
        _pushedUpTo = edgeHas;
        if (_outbox is not null && _pushedUpTo < _outbox.LastId)
        {
            await (_pushing ??= PushAsync());
        }
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

    /// <returns>False when the edge could not be reached; the messages stay.</returns>
    private async Task<bool> PushAsync()
    {
        // Yield, so that the caller has stored this task before it can complete.
        await Task.Yield();
        try
        {
            while (_pushedUpTo < Messages.LastId && state.IsHeld)
            {
                long generation = state.Generation;
                List<DirectMessage> messages = Messages.After(_pushedUpTo, MaxPerCall);
                if (messages.Count == 0)
                {
                    // All of it was acknowledged meanwhile.
                    _pushedUpTo = Messages.LastId;
                    return true;
                }

                bool taken = await DeliverAsync(new SessionDelivery(connectionId, generation, messages));
                if (generation != state.Generation)
                {
                    continue;
                }

                if (!taken)
                {
                    (state.IsHeld, state.IsAttached) = (false, false);
                    return true;
                }

                _pushedUpTo = Math.Max(_pushedUpTo, messages[^1].OutboxId);
                if (state.RecoveryToken is null)
                {
                    // A client that cannot recover acknowledges nothing: the edge's queue is all there is.
                    Messages.RemoveUpTo(_pushedUpTo);
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The messages stay: for the edge, once it asserts the session again, or for the one that takes it over.
            await ReportAsync(state.Edge.EdgeId);
            return false;
        }
        finally
        {
            _pushing = null;
        }
    }

    private async Task<bool> DeliverAsync(SessionDelivery delivery)
    {
        try
        {
            return await state.Edge.Observer.DeliverToSessionAsync(delivery);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Once more: the connection to the edge may have gone over a silo that died. The edge drops what it has.
            await Task.Delay(RetryDelay, services.Time);
            return await state.Edge.Observer.DeliverToSessionAsync(delivery);
        }
    }

    private async Task ReportAsync(string edgeId)
    {
        try
        {
            await services.Edges.Directory.SuspectAsync(edgeId);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The next message to the session tries the edge again, and then the directory.
        }
    }
}
