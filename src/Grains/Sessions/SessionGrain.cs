using System.Buffers.Text;
using System.Security.Cryptography;
using Orleans.Concurrency;
using Orleans.Placement;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;
using Sws.Grains.Log;
using Sws.Protocol;

namespace Sws.Grains.Sessions;

/// <summary>
/// One session. Lives beside its socket, keeps no timer while idle, and ends when its edge says so. Reentrant, because
/// two sessions that send to each other must not wait for each other; what must not interleave is chained explicitly.
/// </summary>
[GrainType("sws.session"), Reentrant, PreferLocalPlacement, Immovable, CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class SessionGrain(IGrainContext context, IGrainFactory grains, SessionServices services) : IGrainBase, ISessionGrain
{
    private const int TokenBytes = 24;

    // All but the state is made on first use: there is one of these grains per connected client, and most are idle.
    private SessionState? _state;
    private SessionRouter? _router;
    private SessionOutbound? _outbound;
    private SessionInvocations? _invocations;
    private SessionCommands? _commands;
    private SessionRemains? _remains;
    private Task? _resigning;
    private IGrainTimer? _waiting;
    private SessionInbox? _inbox;
    private Task _executing = Task.CompletedTask;
    private Task _resuming = Task.CompletedTask;

    public IGrainContext GrainContext { get; } = context;

    private string ConnectionId => GrainContext.GrainId.Key.ToString()!;

    private SessionRouter Router => _router ??= new SessionRouter(ConnectionId, grains, services);

    private SessionOutbound Outbound => _outbound ??= new SessionOutbound(ConnectionId, _state!, services) { NotHeld = EndUnlessResumed };

    private SessionInvocations Invocations => _invocations ??= new SessionInvocations(this, _state!, Router, Outbound, services);

    private SessionCommands Commands => _commands ??= new SessionCommands(_state!, Router, Invocations, services.Limits);

    public async ValueTask<SessionOpened> OpenAsync(SessionOpen request, CancellationToken cancellationToken)
    {
        Authorization authorization = services.Authorizer.Authorize(request.Hub, request.Identity);
        if (authorization.Refusal is { } refusal)
        {
            return Refuse(refusal);
        }

        if (request.Former is { } former)
        {
            await grains.GetSession(former).InheritedAsync(ConnectionId);
        }

        string? token = request.Recoverable ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)) : null;
        SessionState state = new(authorization, request, authorization.UserId!, generation: 1, token);
        _state = state;
        services.Sessions.Set(ConnectionId, request.Edge.EdgeId);
        if (request.Owed is { Count: > 0 } owed)
        {
            // Before anybody can find the session: what is sent to it from now on comes behind.
            await Outbound.BeginWithAsync(owed);
        }

        await UserDirectory(state).AddAsync(state.UserId, ConnectionId);
        if (_state != state)
        {
            // Its edge did not wait for this, and has ended the session.
            await UserDirectory(state).RemoveAsync(state.UserId, ConnectionId);
            return SessionOpened.Refused(CloseReason.ClosedByServer.Tag);
        }

        StartInbox(state, at: null);
        return new SessionOpened(null, 1, authorization.UserId, token, null, [], null, []);
    }

    public async ValueTask<CommandResults> ReceiveAsync(CommandBatch batch, CancellationToken cancellationToken)
    {
        SessionStatus status = Check(batch.Generation);
        if (status != SessionStatus.Ok)
        {
            return new CommandResults(status, []);
        }

        if (!services.Work.Commands.TryEnter())
        {
            return new CommandResults(SessionStatus.Moving, []);
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
            services.Work.Commands.Exit();
        }
    }

    public ValueTask<RecordResults> ReceiveRecordsAsync(long generation, RecordBatch records)
    {
        SessionStatus status = Check(generation);
        RecordBatch replies = status == SessionStatus.Ok && _state!.Hub.Handler == HubHandler.Echo ? records : RecordBatch.Empty;
        return ValueTask.FromResult(new RecordResults(status, replies));
    }

    public async ValueTask ProgressAsync(SessionProgress progress)
    {
        if (await RefillAsync() == RefillOutcome.Known && Check(progress.Generation) == SessionStatus.Ok)
        {
            _outbound?.Acknowledge(progress.OutboxAckedUpTo);
        }
    }

    public async ValueTask<SendOutcome> SendAsync(DirectContent content)
    {
        if (!services.Work.Messages.TryEnter())
        {
            return SendOutcome.Moving;
        }

        try
        {
            RefillOutcome refill = await RefillAsync();
            if (refill != RefillOutcome.Known)
            {
                return refill == RefillOutcome.Unsure ? SendOutcome.Unavailable : SendOutcome.NotFound;
            }

            SessionState state = _state!;
            SendOutcome outcome = await Outbound.SendAsync(content);
            return state is { IsHeld: false, RecoveryToken: null } ? SendOutcome.NotFound : outcome;
        }
        finally
        {
            services.Work.Messages.Exit();
        }
    }

    public async ValueTask<SendOutcome> InboxGrewAsync(ClientData message)
    {
        if (!services.Work.Messages.TryEnter())
        {
            return SendOutcome.Moving;
        }

        try
        {
            RefillOutcome refill = await RefillAsync();
            if (_inbox is { } inbox)
            {
                await inbox.GrewAsync(message);
            }

            return refill == RefillOutcome.Unsure ? SendOutcome.Unavailable : SendOutcome.Accepted;
        }
        finally
        {
            services.Work.Messages.Exit();
        }
    }

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

    public async ValueTask EdgeDiedAsync(string edgeId, bool isFinal, long heard)
    {
        if (_state is not { } state)
        {
            services.Sessions.Remove(ConnectionId);
        }
        else if (services.Sessions.IsLast(ConnectionId, edgeId, heard))
        {
            (state.IsAttached, state.IsHeld) = (false, false);
            if (isFinal || state.RecoveryToken is null)
            {
                await EndAsync();
            }
        }
    }

    public async ValueTask<SessionHolder?> EndAsync(long generation)
    {
        // The number of one that is under way may become the session's: it must not be named as one to be ended.
        while (!_resuming.IsCompleted)
        {
            await _resuming;
        }

        if (Check(generation) == SessionStatus.Ok)
        {
            await EndAsync();
        }
        else if (_state is null && _remains is null)
        {
            Forget("There is no such session.");
        }

        return _state is { } state ? new SessionHolder(state.Edge.EdgeId, state.Generation) : null;
    }

    /// <summary>
    /// The edge says that it does not hold the session, though it has not said that the session ended. A client that can come
    /// back has the usual time for that.
    /// </summary>
    private void EndUnlessResumed()
    {
        if (_state is not { } state)
        {
            return;
        }

        _waiting?.Dispose();
        _waiting = this.RegisterGrainTimer(
            async _ =>
            {
                await _resuming;
                if (_state == state && !state.IsHeld)
                {
                    await EndAsync();
                }
            },
            new GrainTimerCreationOptions(state.RecoveryToken is null ? TimeSpan.Zero : services.Limits.ResumeWindow, Timeout.InfiniteTimeSpan));
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

    /// <summary>
    /// Begins to bring what the user's inbox has. The session can be found before: what is sent from then on is heard of,
    /// what was sent before is read.
    /// </summary>
    private void StartInbox(SessionState state, InboxPosition? at)
    {
        _inbox?.End();
        _inbox = null;
        if (state.Hub.Inbox is not null)
        {
            LogStream stream = new(state.Hub.Name, LogStreamKind.Inbox, state.UserId);
            Outbound.Inbox = _inbox = new SessionInbox(services.Log.Log, stream, at, Outbound, services.Time);
            _ = _inbox.ReadAsync();
        }
    }

    private void Clear()
    {
        _state = null;
        _inbox?.End();
        _inbox = null;
        (_router, _outbound, _invocations, _commands) = (null, null, null, null);
        services.Sessions.Remove(ConnectionId);
    }

    private void Forget(string why)
    {
        Clear();
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why));
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
