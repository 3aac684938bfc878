using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using Orleans.Placement;
using Sws.Grains.Edges;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <summary>
/// One session. Lives beside its socket, keeps no timer while idle, and ends when its edge says so. Reentrant, because
/// two sessions that send to each other must not wait for each other; what must not interleave is chained explicitly.
/// </summary>
[GrainType("sws.session"), Reentrant, PreferLocalPlacement, Immovable, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class SessionGrain(IGrainContext context, IGrainFactory grains, SessionServices services) : IGrainBase, ISessionGrain
{
    private const int TokenBytes = 24;

    // All but the state is made on first use: there is one of these grains per connected client, and most are idle.
    private SessionState? _state;
    private SessionRouter? _router;
    private SessionOutbound? _outbound;
    private SessionInvocations? _invocations;
    private SessionCommands? _commands;
    private SessionRemains? _remains;
    private Task _executing = Task.CompletedTask;
    private Task _resuming = Task.CompletedTask;

    public IGrainContext GrainContext { get; } = context;

    private string ConnectionId => GrainContext.GrainId.Key.ToString()!;

    private SessionRouter Router => _router ??= new SessionRouter(ConnectionId, grains);

    private SessionOutbound Outbound => _outbound ??= new SessionOutbound(ConnectionId, _state!, services);

    private SessionInvocations Invocations => _invocations ??= new SessionInvocations(this, _state!, Router, Outbound, services);

    private SessionCommands Commands => _commands ??= new SessionCommands(_state!, Router, Invocations, services.Limits);

    public async ValueTask<SessionOpened> OpenAsync(SessionOpen request)
    {
        Authorization authorization = services.Authorizer.Authorize(request.Hub, request.Identity);
        if (authorization.Refusal is { } refusal)
        {
            return Refuse(refusal);
        }

        string? token = request.Recoverable ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)) : null;
        _state = new SessionState(authorization, request, authorization.UserId!, generation: 1, token);
        services.Sessions.Set(ConnectionId, request.Edge.EdgeId);
        if (request.Owed is { Count: > 0 } owed)
        {
            // Before anybody can find the session: what is sent to it from now on comes behind.
            await Outbound.BeginWithAsync(owed);
        }

        await UserDirectory(_state).AddAsync(_state.UserId, ConnectionId);
        return new SessionOpened(null, 1, authorization.UserId, token, null, [], null, []);
    }

    public async ValueTask<SessionPrepared> PrepareResumeAsync(SessionResume request)
    {
        return (await MayResumeAsync(request)).Refusal is { } refusal
            ? SessionPrepared.Refused(refusal.Tag) with { Owed = Owed(request) }
            : new SessionPrepared(null, _state!.Edge.EdgeId, _state.UserId, _state.RecoveryToken, _state.Memberships());
    }

    public async ValueTask<SessionOpened> ResumeAsync(SessionResume request)
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

    public async ValueTask<SessionStatus> RestoreAsync(SessionSnapshot snapshot)
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

    public async ValueTask<CommandResults> ReceiveAsync(CommandBatch batch)
    {
        SessionStatus status = Check(batch.Generation);
        if (status != SessionStatus.Ok)
        {
            return new CommandResults(status, []);
        }

        // A client that recovers may send again what its former socket is still being served for: one at a time, so
        // that the second finds the ackIds of the first.
        Task before = _executing;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _executing = done.Task;
        try
        {
            await before;
            if (_state is not { } state)
            {
                return new CommandResults(SessionStatus.Unknown, []);
            }

            ApplyGrants(state);
            return await Commands.ExecuteAsync(batch);
        }
        finally
        {
            done.SetResult();
        }
    }

    public ValueTask<RecordResults> ReceiveRecordsAsync(long generation, RecordBatch records)
    {
        SessionStatus status = Check(generation);
        RecordBatch replies = status == SessionStatus.Ok && _state!.Hub.Handler == HubHandler.Echo ? records : RecordBatch.Empty;
        return ValueTask.FromResult(new RecordResults(status, replies));
    }

    public ValueTask ProgressAsync(SessionProgress progress)
    {
        if (Check(progress.Generation) == SessionStatus.Ok)
        {
            _outbound?.Acknowledge(progress.OutboxAckedUpTo);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<SendOutcome> SendAsync(DirectContent content) =>
        await RefillAsync() switch
        {
            RefillOutcome.Known => await Outbound.SendAsync(content),
            RefillOutcome.Unsure => SendOutcome.Unavailable,
            _ => SendOutcome.NotFound,
        };

    public async ValueTask<SendOutcome> InvokeAsync(InvocationCall invocation) =>
        await RefillAsync() switch
        {
            RefillOutcome.Known => await Invocations.ReceiveAsync(invocation),
            RefillOutcome.Unsure => SendOutcome.Unavailable,
            _ => SendOutcome.NotFound,
        };

    public async ValueTask CompleteInvocationAsync(InvocationOutcome outcome)
    {
        if (_invocations is not null)
        {
            await _invocations.CompleteAsync(outcome);
        }
    }

    public ValueTask DetachAsync(long generation)
    {
        if (Check(generation) == SessionStatus.Ok)
        {
            _state!.IsAttached = false;
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask EdgeDiedAsync(string edgeId, bool isFinal)
    {
        if (_state is not { } state)
        {
            services.Sessions.Remove(ConnectionId);
        }
        else if (state.Edge.EdgeId == edgeId)
        {
            (state.IsAttached, state.IsHeld) = (false, false);
            if (isFinal || state.RecoveryToken is null)
            {
                await EndAsync();
            }
        }
    }

    public async ValueTask EndAsync(long generation)
    {
        if (Check(generation) == SessionStatus.Ok)
        {
            await EndAsync();
        }
    }

    private async ValueTask EndAsync()
    {
        (SessionState ended, SessionInvocations? invocations) = (_state!, _invocations);
        if (_remains is null)
        {
            Forget("The session ended.");
        }
        else
        {
            Clear();
            this.RegisterGrainTimer(
                _ =>
                {
                    Forget("The client had its time to come for what it was owed.");
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(services.Limits.ResumeWindow, Timeout.InfiniteTimeSpan));
        }

        await UserDirectory(ended).RemoveAsync(ended.UserId, ConnectionId);
        if (invocations is not null)
        {
            await invocations.AbandonAsync();
        }
    }

    private void Clear()
    {
        _state = null;
        (_router, _outbound, _invocations, _commands) = (null, null, null, null);
        services.Sessions.Remove(ConnectionId);
    }

    private void Forget(string why)
    {
        Clear();
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why));
    }

    private async Task<SessionOpened> ResumeAloneAsync(SessionResume request)
    {
        // :: Step 1: may it?
        Authorization authorization = await MayResumeAsync(request);
        if (authorization.Refusal is { } refusal)
        {
            return SessionOpened.Refused(refusal.Tag) with { Owed = Owed(request) };
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
        List<DirectMessage> outbox = [];
        if (tail is not null)
        {
            outbox = Outbound.HandOver(tail.LastOutboxId);
        }
        else
        {
            Outbound.Reattached();
        }

        return new SessionOpened(null, generation, state.UserId, state.RecoveryToken, state.AckIds.Highest, state.Memberships(), tail, outbox);
    }

    /// <summary>The session cannot go on, since what its edge had for the client is gone. What this grain has can begin a new one.</summary>
    private async ValueTask<SessionOpened> GiveUpAsync(SessionResume request)
    {
        _remains = new SessionRemains(_state!, _outbound?.Unacknowledged() ?? []);
        await EndAsync();
        return SessionOpened.Refused(CloseReason.RecoveryRefused.Tag) with { Owed = Owed(request) };
    }

    /// <summary>What the client of a session that could not go on is owed; null when there is no such session, or it is not its client.</summary>
    private IReadOnlyList<DirectContent>? Owed(SessionResume request) =>
        _remains is { } remains && IsSameClient(remains.State, request) ? remains.Owed(request.Received) : null;

    /// <summary>Whether a client may have this session: the token, the key, and authorisation as for a new one.</summary>
    private async ValueTask<Authorization> MayResumeAsync(SessionResume request)
    {
        RefillOutcome refill = await RefillAsync();
        if (refill != RefillOutcome.Known || !IsSameClient(_state!, request))
        {
            return Authorization.Refused(refill == RefillOutcome.Unsure ? CloseReason.BackendUnavailable : CloseReason.RecoveryRefused);
        }

        return services.Authorizer.Authorize(request.Hub, request.Identity);
    }

    /// <summary>Looks at the client again when grants changed since the last look; otherwise one comparison.</summary>
    private void ApplyGrants(SessionState state)
    {
        if (state.Grants != services.Authorizer.Grants)
        {
            state.Permit(services.Authorizer.Authorize(state.Hub.Name, state.Identity));
        }
    }

    private SessionStatus Check(long generation)
    {
        if (_state is null)
        {
            return SessionStatus.Unknown;
        }

        return _state.Generation == generation ? SessionStatus.Ok : SessionStatus.Superseded;
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

        if (_state is not null)
        {
            return RefillOutcome.Known;
        }

        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "No edge holds this session."));
        return result.IsComplete ? RefillOutcome.NoSession : RefillOutcome.Unsure;
    }

    private static bool IsSameClient(SessionState state, SessionResume request) =>
        state.RecoveryToken is not null
        && state.Hub.Name == request.Hub
        && state.Protocol == request.Protocol
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state.RecoveryToken), Encoding.UTF8.GetBytes(request.Token))
        && state.Identity.PublicKey.AsSpan().SequenceEqual(request.Identity.PublicKey);

    private SessionOpened Refuse(CloseReason reason)
    {
        if (_state is null)
        {
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The client was refused."));
        }

        return SessionOpened.Refused(reason.Tag);
    }

    private IUserDirectoryGrain UserDirectory(SessionState state) =>
        grains.GetUserDirectory(state.Hub.Name, state.UserId);
}
