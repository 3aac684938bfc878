using System.Globalization;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// Request and reply between clients. The called session keeps who asked; its answer goes to the caller's session grain,
/// which pushes it to the caller as any message addressed to it.
/// </summary>
internal sealed class SessionInvocations(
    IGrainBase grain,
    SessionState state,
    SessionRouter router,
    SessionOutbound outbound,
    SessionServices services)
{
    private OpenInvocations? _open;
    private IGrainTimer? _expiry;
    private long _lastRequest;

    private OpenInvocations Open => _open ??= new OpenInvocations();

    /// <summary>Begins an invocation by this session's client.</summary>
    /// <returns>An error that is known at once, or null when the outcome will follow.</returns>
    public async ValueTask<OperationError?> BeginAsync(InvokeCommand command)
    {
        if (!MayInvoke(command))
        {
            return OperationErrors.Forbidden;
        }

        if (Open.BegunCount >= services.Limits.OpenInvocations)
        {
            return OperationErrors.TooManyInvocations;
        }

        if (!Open.Begin(command.InvocationId, services.Time.GetUtcNow() + services.Limits.InvocationTimeout))
        {
            return OperationErrors.Duplicate;
        }

        OperationError? error = command.Target is null ? await InvokeHandlerAsync(command) : await InvokeClientAsync(command);
        if (error is not null)
        {
            Open.Finish(command.InvocationId);
        }
        else
        {
            WatchExpiry();
        }

        return error;
    }

    /// <summary>Hands an invocation to this session's client.</summary>
    public async ValueTask<SendOutcome> ReceiveAsync(InvocationCall invocation)
    {
        if (!state.IsAttached)
        {
            return SendOutcome.NotFound;
        }

        string requestId = string.Create(CultureInfo.InvariantCulture, $"{state.Generation}.{++_lastRequest}");
        Open.Receive(requestId, invocation, services.Time.GetUtcNow() + services.Limits.InvocationTimeout);
        WatchExpiry();
        return await outbound.SendAsync(new InvocationRequest(requestId, invocation.CallerUserId, invocation.Data, invocation.Event));
    }

    /// <summary>This session's client answers an invocation it received.</summary>
    public async ValueTask<OperationError?> AnswerAsync(InvokeResponseCommand response)
    {
        if (_open?.Answer(response.InvocationId) is { } invocation)
        {
            InvocationOutcome outcome = new(invocation.CallerInvocationId, response.Data, response.Error);
            await router.Session(invocation.CallerConnectionId).CompleteInvocationAsync(outcome);
        }

        return null;
    }

    /// <summary>The outcome of an invocation that this session's client began.</summary>
    public async ValueTask CompleteAsync(InvocationOutcome outcome)
    {
        // An outcome for a call that was cancelled or timed out has nobody to go to.
        if (_open?.Finish(outcome.InvocationId) == true)
        {
            await outbound.SendAsync(outcome);
        }
    }

    public OperationError? Cancel(string invocationId)
    {
        _open?.Finish(invocationId);
        return null;
    }

    /// <summary>The session ends: whoever waits for its answers is told.</summary>
    public async ValueTask AbandonAsync()
    {
        _expiry?.Dispose();
        foreach (InvocationCall invocation in _open?.Clear() ?? [])
        {
            InvocationOutcome outcome = new(invocation.CallerInvocationId, null, OperationErrors.NoResponders);
            await router.Session(invocation.CallerConnectionId).CompleteInvocationAsync(outcome);
        }
    }

    private bool MayInvoke(InvokeCommand command) => command.Target switch
    {
        null => state.Permissions.Allows(PolicyAction.InvokeEvent, command.Event),
        { UserId: { } userId } => state.Permissions.Allows(PolicyAction.InvokeUser, userId),
        _ => state.Permissions.Allows(PolicyAction.InvokeConnection),
    };

    private async ValueTask<OperationError?> InvokeHandlerAsync(InvokeCommand command)
    {
        if (state.Hub.Handler != HubHandler.Echo)
        {
            return OperationErrors.NoHandler;
        }

        await CompleteAsync(new InvocationOutcome(command.InvocationId, command.Data, null));
        return null;
    }

    private async ValueTask<OperationError?> InvokeClientAsync(InvokeCommand command)
    {
        InvocationCall invocation = new(router.ConnectionId, command.InvocationId, state.UserId, command.Data, command.Event);
        foreach (string session in await router.FindAsync(state.Hub.Name, command.Target!))
        {
            if (await router.Session(session).InvokeAsync(invocation) == SendOutcome.Accepted)
            {
                return null;
            }
        }

        return OperationErrors.NoResponders;
    }

    // The timer lives only while something is open, so an idle session has none.
    private void WatchExpiry() => _expiry ??= grain.RegisterGrainTimer(
        ExpireAsync,
        new GrainTimerCreationOptions(services.Limits.InvocationTimeout, TimeSpan.FromSeconds(1)) { Interleave = true });

    private async Task ExpireAsync(CancellationToken token)
    {
        foreach (string invocationId in Open.Expire(services.Time.GetUtcNow()))
        {
            await outbound.SendAsync(new InvocationOutcome(invocationId, null, OperationErrors.Timeout));
        }

        if (Open.IsEmpty)
        {
            _expiry?.Dispose();
            _expiry = null;
        }
    }
}
