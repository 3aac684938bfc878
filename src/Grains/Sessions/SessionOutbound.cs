using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
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

    // How long senders wait for an edge that does not answer. Far longer than a busy one takes, and short for the sender,
    // whose other messages wait behind this one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly RecentNumbers _recent = new(services.Time);
    private Outbox? _outbox;
    private long _pushedUpTo = state.LastOutboxId;

    // Until the client has acknowledged it.
    private (long OutboxId, InboxPosition Place)? _brought = state.Brought;
    private Task<bool> _pushing = Task.FromResult(true);
    private Task<bool> _patiently = Task.FromResult(true);

    /// <summary>Where messages of the user's inbox come from; null where the hub has none.</summary>
    public SessionInbox? Inbox { get; set; }

    /// <summary>Called when the edge that should hold the session says that it does not.</summary>
    public Action? NotHeld { get; init; }

    /// <summary>Whether there is room for what can wait in the inbox: half of it is left to what cannot.</summary>
    public bool HasRoom => _outbox is null
        || (_outbox.Count < (services.Limits.OutboxMessages + 1) / 2 && _outbox.Bytes < services.Limits.OutboxBytes / 2);

    private Outbox Messages => _outbox ??= new Outbox(_pushedUpTo);

    /// <summary>
    /// Keeps a message and pushes it; the answer comes when the edge has it too. An edge keeps it for a session without a
    /// socket as well, so that one of the two may die. An edge that does not answer is not waited for: it is as good as
    /// dead, and what is kept here is what a client that lost its edge is owed.
    /// </summary>
    public async ValueTask<SendOutcome> SendAsync(DirectContent content)
    {
        if ((Messages.Count >= services.Limits.OutboxMessages || Messages.Bytes >= services.Limits.OutboxBytes) && !IsRepeated(content))
        {
            return SendOutcome.Overloaded;
        }

        Keep(content);
        long id = Messages.LastId;
        while (_pushedUpTo < id && state.IsHeld && await PushedAsync())
        {
        }

        return SendOutcome.Accepted;
    }

    /// <summary>Keeps what the client was owed in an earlier session, and pushes it ahead of everything else.</summary>
    public async ValueTask BeginWithAsync(IReadOnlyList<DirectContent> owed)
    {
        foreach (DirectContent content in owed)
        {
            Keep(content);
        }

        await PushedAsync();
    }

    /// <summary>Pushes what the edge lacks, after it asserted that it holds the session.</summary>
    /// <param name="edgeHas">The last outbox id that the edge has queued.</param>
    public async ValueTask AssertedAsync(long edgeHas)
    {
        if (_outbox is null)
        {
            // Nothing has an id yet, and the first must not be one that an earlier memory gave.
            return;
        }

        _pushedUpTo = edgeHas;
        if (_pushedUpTo < _outbox.LastId)
        {
            await PushedAsync();
        }
    }

    public void Acknowledge(long outboxId)
    {
        InboxPosition? place = _outbox?.RemoveUpTo(outboxId) ?? BroughtUpTo(outboxId);
        if (place is not null)
        {
            _brought = null;
        }

        Inbox?.Acknowledged(place);
    }

    /// <summary>Keeps a message of the user's inbox, to be pushed with <see cref="PushedAsync"/>.</summary>
    public void Bring(ClientData message) => Messages.Add(message);

    /// <summary>The place in the user's inbox of the last message that the client has, when it has all up to an outbox id.</summary>
    public InboxPosition? InboxUpTo(long outboxId) => _outbox?.InboxUpTo(outboxId) ?? BroughtUpTo(outboxId);

    /// <summary>The edge that has the session has a new socket for it: what could not be pushed before is.</summary>
    public void Reattached()
    {
        if (_outbox is not null && _pushedUpTo < _outbox.LastId)
        {
            _ = PushedAsync();
        }
    }

    /// <summary>Another edge takes the session over; what it gets with that need not be pushed.</summary>
    /// <param name="edgeHas">The last outbox id in what the former edge handed over.</param>
    /// <returns>The kept messages behind that.</returns>
    public List<DirectMessage> HandOver(long edgeHas)
    {
        List<DirectMessage> behind = _outbox?.After(edgeHas, int.MaxValue) ?? [];
        _pushedUpTo = _outbox?.LastId ?? _pushedUpTo;
        return behind;
    }

    /// <summary>What other clients sent and this one has not acknowledged, except for what its user's inbox has.</summary>
    public List<DirectMessage> Unacknowledged() =>
        [.. (_outbox?.After(0, int.MaxValue) ?? []).Where(message => message.Content is ClientData { Inbox: null })];

    private InboxPosition? BroughtUpTo(long outboxId) => _brought is { } brought && brought.OutboxId <= outboxId ? brought.Place : null;

    private bool IsRepeated(DirectContent content) =>
        content is ClientData { Producer: not null } data && _recent.Has(data.Producer, data.Number);

    private void Keep(DirectContent content)
    {
        if (content is not ClientData data || _recent.TryTake(data.Producer, data.Number))
        {
            Messages.Add(content);
        }
    }

    /// <summary>Pushes, or waits for the push under way, for as long as is reasonable.</summary>
    /// <returns>False when the edge could not be reached, or has not answered yet.</returns>
    public Task<bool> PushedAsync()
    {
        if (_pushing.IsCompleted)
        {
            _pushing = PushAsync();
            _patiently = WaitAsync(_pushing);
        }

        return _patiently;
    }

    private async Task<bool> WaitAsync(Task<bool> pushing)
    {
        try
        {
            return await pushing.WaitAsync(Patience, services.Time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <returns>False when the edge could not be reached; the messages stay.</returns>
    private async Task<bool> PushAsync()
    {
        while (_pushedUpTo < Messages.LastId && state.IsHeld)
        {
            (EdgeAddress edge, long generation) = (state.Edge, state.Generation);
            List<DirectMessage> messages = Messages.After(_pushedUpTo, MaxPerCall);
            if (messages.Count == 0)
            {
                // All of it was acknowledged meanwhile.
                _pushedUpTo = Messages.LastId;
                return true;
            }

            SessionDelivery delivery = new(connectionId, generation, messages);
            bool? taken;
            try
            {
                taken = await services.Deliveries.DeliverAsync(edge.Observer, delivery);
            }
            catch (Exception exception) when (exception.MeansNoAnswer())
            {
                taken = await DeliverAgainAsync(edge, delivery);
            }

            if (generation != state.Generation || edge.EdgeId != state.Edge.EdgeId)
            {
                // What the edge said is about a session that has moved on since, and may have gone to another edge.
                continue;
            }

            if (taken is null)
            {
                // The messages stay: for the edge, once it asserts the session again, or for the one that takes it over.
                await ReportAsync(edge.EdgeId);
                return false;
            }

            Pushed(taken.Value, messages[^1].OutboxId);
        }

        return true;
    }

    private void Pushed(bool taken, long upTo)
    {
        if (!taken)
        {
            (state.IsHeld, state.IsAttached) = (false, false);
            NotHeld?.Invoke();
            return;
        }

        _pushedUpTo = Math.Max(_pushedUpTo, upTo);
        if (state.RecoveryToken is null)
        {
            // A client that cannot recover acknowledges nothing: the edge's queue is all there is.
            Acknowledge(_pushedUpTo);
        }
    }

    /// <summary>Once more: the connection to the edge may have gone over a silo that died. The edge drops what it has.</summary>
    /// <returns>Whether the edge has taken the messages; null when it could not be reached.</returns>
    private async Task<bool?> DeliverAgainAsync(EdgeAddress edge, SessionDelivery delivery)
    {
        await Task.Delay(RetryDelay, services.Time);
        try
        {
            return await services.Deliveries.DeliverAsync(edge.Observer, delivery);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            return null;
        }
    }

    private async Task ReportAsync(string edgeId)
    {
        try
        {
            await services.Edges.Directory.SuspectAsync(edgeId);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            // The next message to the session tries the edge again, and then the directory.
        }
    }
}
