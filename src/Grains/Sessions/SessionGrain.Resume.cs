using Sws.Grains.Edges;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <content>How a session goes on: on another socket, at another edge, in a grain that lost its memory; or not.</content>
internal sealed partial class SessionGrain
{
    public async ValueTask<SessionPrepared> PrepareResumeAsync(SessionResume request, CancellationToken cancellationToken)
    {
        return (await MayResumeAsync(request)).Refusal is { } refusal
            ? SessionPrepared.Refused(refusal.Tag) with { Owed = await OwedAsync(request) }
            : new SessionPrepared(null, _state!.Edge.EdgeId, _state.UserId, _state.RecoveryToken, _state.Memberships());
    }

    public async ValueTask<SessionOpened> ResumeAsync(SessionResume request, CancellationToken cancellationToken)
    {
        // One at a time: the second takes the session from the socket that the first gave it to.
        long asked = services.Time.GetTimestamp();
        Task before = _resuming;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _resuming = done.Task;
        try
        {
            await before;

            // Behind one that waited in vain for the former edge: whoever asked does not wait any more, and must not get the session.
            return services.Time.GetElapsedTime(asked) < SessionHandover.Patience
                ? await ResumeAloneAsync(request)
                : SessionOpened.Refused(CloseReason.BackendUnavailable.Tag);
        }
        finally
        {
            done.SetResult();
        }
    }

    public ValueTask InheritedAsync(string connectionId)
    {
        if (_remains is not null)
        {
            _remains = _remains with { Heir = connectionId };
        }
        else if (_state is null)
        {
            Forget("Nothing is left of this session.");
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<IReadOnlyList<DirectContent>?> ResignAsync()
    {
        if (_state is not { } state)
        {
            if (_remains is null)
            {
                Forget("There is no such session.");
            }

            return null;
        }

        // First at the edge: else the next message to it would refill this grain from there.
        await state.Edge.Observer.CloseSessionAsync(ConnectionId, state.Fence(), CloseReason.SessionReplaced.Tag);
        if (_state != state)
        {
            return null;
        }

        List<DirectMessage> owed = _outbound?.Unacknowledged() ?? [];
        await EndAsync();
        return [.. owed.Select(message => message.Content)];
    }

    public async ValueTask<SessionStatus> RestoreAsync(SessionSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_remains is not null)
        {
            return SessionStatus.Superseded;
        }

        if (_state is null || _state.Generation < snapshot.Generation)
        {
            if (!TryRestore(snapshot))
            {
                Forget("The client was refused.");
                return SessionStatus.Superseded;
            }
        }
        else if (_state.Generation > snapshot.Generation)
        {
            return SessionStatus.Superseded;
        }
        else
        {
            // The edge asserts what it holds after a failure, and whoever stored a message meanwhile may not have reached this grain.
            _ = _inbox?.ReadAsync();
        }

        SessionState state = _state!;
        state.Assert(snapshot);
        services.Sessions.Set(ConnectionId, state.Edge.EdgeId);
        await UserDirectory(state).AddAsync(state.UserId, ConnectionId);
        if (_outbound is not null)
        {
            await _outbound.AssertedAsync(snapshot.LastOutboxId);
        }

        return SessionStatus.Ok;
    }

    private async Task<SessionOpened> ResumeAloneAsync(SessionResume request)
    {
        // :: Step 1: may it?
        Authorization authorization = await MayResumeAsync(request);
        if (authorization.Refusal is { } refusal)
        {
            return SessionOpened.Refused(refusal.Tag) with { Owed = await OwedAsync(request) };
        }

        if (request.HeldBy is { } holder && holder != _state!.Edge.EdgeId)
        {
            return SessionOpened.Moved;
        }

        // :: Step 2: from here on the former socket's edge is not listened to.
        SessionState state = _state!;
        EdgeAddress former = state.Edge;
        long generation = state.Fence();

        // :: Step 3: what the former edge still had to deliver.
        if (request.IsLost)
        {
            return await GiveUpAsync(request);
        }

        SessionTail? tail = null;
        if (former.EdgeId != request.Edge.EdgeId)
        {
            (tail, bool isFinal) = await services.Handover.TakeAsync(former, ConnectionId, generation);
            if (_state != state)
            {
                return SessionOpened.Refused(CloseReason.RecoveryRefused.Tag);
            }

            if (tail is null && !isFinal)
            {
                return SessionOpened.Refused(CloseReason.BackendUnavailable.Tag);
            }

            if (tail is null)
            {
                return await GiveUpAsync(request);
            }
        }

        // :: Step 4: the session is the new socket's.
        state.Attach(request, authorization);
        services.Sessions.Set(ConnectionId, request.Edge.EdgeId);
        List<DirectMessage> outbox = tail is null ? [] : Outbound.HandOver(tail.LastOutboxId);
        if (tail is null)
        {
            _outbound?.Reattached();
        }

        return new SessionOpened(null, generation, state.UserId, state.RecoveryToken, state.AckIds.Highest, state.Memberships(), tail, outbox);
    }

    /// <summary>The session cannot go on, since what its edge had for the client is gone. What this grain has can begin a new one.</summary>
    private async ValueTask<SessionOpened> GiveUpAsync(SessionResume request)
    {
        _remains = new SessionRemains(_state!, _outbound?.Unacknowledged() ?? []);
        SessionInbox? inbox = _inbox;
        InboxPosition? has = request.Received is { } received ? _outbound?.InboxUpTo(received) : null;
        await EndAsync();
        if (inbox is not null && has is not null)
        {
            // The new session begins behind that.
            await inbox.StoreAsync(has);
        }

        return SessionOpened.Refused(CloseReason.RecoveryRefused.Tag) with { Owed = _remains?.Owed(request) };
    }

    /// <summary>What the client of a session that cannot go on has not received; null for any other.</summary>
    /// <exception cref="OrleansException">A session that has begun with it does not answer.</exception>
    private async ValueTask<IReadOnlyList<DirectContent>?> OwedAsync(SessionResume request)
    {
        if (_remains is { Heir: { } heir } remains && remains.Owed(request) is not null)
        {
            // One call for all who ask meanwhile: the second would find the heir gone, and might hear of it first.
            await (_resigning ??= TakeFromHeirAsync(heir));
        }

        return _remains?.Owed(request);
    }

    private async Task TakeFromHeirAsync(string heir)
    {
        // So that the caller has stored this task before it can complete.
        await Task.Yield();
        try
        {
            IReadOnlyList<DirectContent>? owedToHeir = await grains.GetSession(heir).ResignAsync();
            if (_remains?.Heir == heir)
            {
                _remains = _remains.WithoutHeir(owedToHeir);
            }
        }
        finally
        {
            _resigning = null;
        }
    }

    /// <summary>Whether a client may have this session: the token, the key, and authorisation as for a new one.</summary>
    private async ValueTask<Authorization> MayResumeAsync(SessionResume request)
    {
        RefillOutcome refill = await RefillAsync();
        if (refill != RefillOutcome.Known || !_state!.IsOf(request))
        {
            return Authorization.Refused(refill == RefillOutcome.Unsure ? CloseReason.BackendUnavailable : CloseReason.RecoveryRefused);
        }

        return services.Authorizer.Authorize(request.Hub, request.Identity);
    }

    /// <summary>Fills the grain from a snapshot, unless its client may not be here any more: certificates expire meanwhile.</summary>
    private bool TryRestore(SessionSnapshot snapshot)
    {
        Authorization authorization = services.Authorizer.Authorize(snapshot.Open.Hub, snapshot.Open.Identity);
        if (authorization.Refusal is not null)
        {
            return false;
        }

        _state = SessionState.From(snapshot, authorization);
        (_outbound, _invocations, _commands) = (null, null, null);
        services.Sessions.Set(ConnectionId, _state.Edge.EdgeId);
        StartInbox(_state, snapshot.Inbox);
        return true;
    }

    /// <summary>Makes sure that the grain knows its session, asking the edges when it came back empty.</summary>
    private async ValueTask<RefillOutcome> RefillAsync()
    {
        if (_state is not null || _remains is not null)
        {
            return _remains is null ? RefillOutcome.Known : RefillOutcome.NoSession;
        }

        ScatterResult<SessionSnapshot?> result = await services.Edges.Scatter.AskAsync(edge => edge.FindSessionAsync(ConnectionId));
        foreach ((_, SessionSnapshot? snapshot) in result.Answers)
        {
            if (snapshot is not null && (_state is null || snapshot.Generation > _state.Generation))
            {
                TryRestore(snapshot);
            }
        }

        if (_state is { } state)
        {
            // Whoever found nothing may have taken it out.
            await UserDirectory(state).AddAsync(state.UserId, ConnectionId);
            return _state is null ? RefillOutcome.NoSession : RefillOutcome.Known;
        }

        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "No edge holds this session."));
        return result.IsComplete ? RefillOutcome.NoSession : RefillOutcome.Unsure;
    }
}
