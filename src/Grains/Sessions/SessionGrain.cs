using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
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
internal sealed partial class SessionGrain(
    IGrainContext context,
    IGrainFactory grains,
    SessionServices services,
    ILogger<SessionGrain> logger) : IGrainBase, ISessionGrain
{
    private const int TokenBytes = 24;

    // All but the state is made on first use: there is one of these grains per connected client, and most are idle.
    private SessionState? _state;
    private SessionRouter? _router;
    private SessionOutbound? _outbound;
    private SessionInvocations? _invocations;
    private SessionCommands? _commands;
    private Task _executing = Task.CompletedTask;

    public IGrainContext GrainContext { get; } = context;

    private string ConnectionId => GrainContext.GrainId.Key.ToString()!;

    private SessionRouter Router => _router ??= new SessionRouter(ConnectionId, grains);

    private SessionOutbound Outbound => _outbound ??= new SessionOutbound(ConnectionId, _state!, services.Limits);

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
        _state = new SessionState(authorization.Hub!, request, authorization.UserId!, authorization.Permissions, generation: 1, token);
        await UserDirectory(_state).AddAsync(_state.UserId, ConnectionId);
        return new SessionOpened(null, 1, authorization.UserId, token, null, [], null, []);
    }

    public async ValueTask<SessionOpened> ResumeAsync(SessionResume request)
    {
        if (!await RefillAsync() || !MayResume(_state!, request))
        {
            return Refuse(CloseReason.RecoveryRefused);
        }

        Authorization authorization = services.Authorizer.Authorize(request.Hub, request.Identity);
        if (authorization.Refusal is { } refusal)
        {
            return Refuse(refusal);
        }

        SessionState state = _state!;
        EdgeAddress formerEdge = state.Edge;
        state.Attach(request, authorization.Permissions);
        long generation = state.Generation;

        // The former edge stops first: from here on it drops what still arrives for the session.
        SessionTail? tail = null;
        if (formerEdge.EdgeId != request.Edge.EdgeId)
        {
            tail = await TakeFromAsync(formerEdge, generation);
            if (tail is null || state.Generation != generation)
            {
                return Refuse(CloseReason.RecoveryRefused);
            }
        }

        List<DirectMessage> outbox = Outbound.Reattach(tail?.LastOutboxId ?? 0);
        return new SessionOpened(null, generation, state.UserId, state.RecoveryToken, state.AckIds.Highest, state.Memberships(), tail, outbox);
    }

    public async ValueTask<SessionStatus> RestoreAsync(SessionSnapshot snapshot)
    {
        if (_state is null)
        {
            if (!TryRestore(snapshot))
            {
                GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The client was refused."));
                return SessionStatus.Superseded;
            }

            await UserDirectory(_state!).AddAsync(_state!.UserId, ConnectionId);
        }

        return _state!.Generation > snapshot.Generation ? SessionStatus.Superseded : SessionStatus.Ok;
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
            return new CommandResults(SessionStatus.Ok, await Commands.ExecuteAsync(batch.Commands));
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

    public async ValueTask<SendOutcome> SendAsync(DirectContent content)
    {
        if (!await RefillAsync())
        {
            return SendOutcome.NotFound;
        }

        return await Outbound.SendAsync(content);
    }

    public async ValueTask<SendOutcome> InvokeAsync(InvocationCall invocation)
    {
        if (!await RefillAsync())
        {
            return SendOutcome.NotFound;
        }

        return await Invocations.ReceiveAsync(invocation);
    }

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

    public async ValueTask EndAsync(long generation)
    {
        if (Check(generation) != SessionStatus.Ok)
        {
            return;
        }

        SessionState ended = _state!;
        SessionInvocations? invocations = _invocations;
        _state = null;
        (_router, _outbound, _invocations, _commands) = (null, null, null, null);
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The session ended."));
        await UserDirectory(ended).RemoveAsync(ended.UserId, ConnectionId);
        if (invocations is not null)
        {
            await invocations.AbandonAsync();
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

        _state = SessionState.From(snapshot, authorization.Hub!, authorization.Permissions);
        (_outbound, _invocations, _commands) = (null, null, null);
        return true;
    }

    /// <summary>Makes sure that the grain knows its session, asking the edges when it came back empty.</summary>
    private async ValueTask<bool> RefillAsync()
    {
        if (_state is not null)
        {
            return true;
        }

        foreach ((_, SessionSnapshot? snapshot) in await services.Edges.AskAsync(edge => edge.FindSessionAsync(ConnectionId)))
        {
            if (snapshot is not null && (_state is null || snapshot.Generation > _state.Generation))
            {
                TryRestore(snapshot);
            }
        }

        if (_state is null)
        {
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "No edge holds this session."));
        }

        return _state is not null;
    }

    private static bool MayResume(SessionState state, SessionResume request) =>
        state.RecoveryToken is not null
        && state.Hub.Name == request.Hub
        && state.Protocol == request.Protocol
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state.RecoveryToken), Encoding.UTF8.GetBytes(request.Token))
        && state.Identity.PublicKey.AsSpan().SequenceEqual(request.Identity.PublicKey);

    private async Task<SessionTail?> TakeFromAsync(EdgeAddress edge, long generation)
    {
        try
        {
            return await edge.Observer.TakeSessionAsync(ConnectionId, generation);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogFormerEdgeLost(logger, edge.EdgeId, exception);
            return null;
        }
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
