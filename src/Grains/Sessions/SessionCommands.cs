using Sws.Grains.Hubs;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>Carries out what one client asks for.</summary>
internal sealed class SessionCommands(
    SessionState state,
    SessionRouter router,
    SessionInvocations invocations,
    SessionLimits limits)
{
    // Made on first use: most sessions are never refused anything.
    private RefusedCommands? _refused;

    /// <summary>
    /// Carries out commands in order; results only for those that want one. Stops when another socket has the session: its
    /// client sends again what it has no answer to, and that must not come behind what it sent later.
    /// </summary>
    public async Task<CommandResults> ExecuteAsync(CommandBatch batch)
    {
        List<CommandResult> results = new(batch.Commands.Count);
        for (int index = 0; index < batch.Commands.Count; index++)
        {
            if (state.Generation != batch.Generation)
            {
                return new CommandResults(SessionStatus.Superseded, []);
            }

            if (batch.Commands[index] is PublishCommand)
            {
                index = await PublishRunAsync(batch, index, results) - 1;
                continue;
            }

            SessionCommand command = batch.Commands[index];
            if (AnswerBefore(command.GetAckId(), batch) is { } before)
            {
                results.Add(new CommandResult(index, before));
                continue;
            }

            // Not in a method of its own: each awaited method of a grain costs its caller a task on the grain's scheduler.
            OperationError? error = command switch
            {
                JoinGroupCommand join => Join(join),
                LeaveGroupCommand leave => Leave(leave),
                EventCommand => state.Hub.Handler == HubHandler.None ? OperationErrors.NoHandler : null,
                SendCommand send => await SendAsync(send),
                InvokeCommand invoke => await invocations.BeginAsync(invoke),
                InvokeResponseCommand response => await invocations.AnswerAsync(response),
                CancelInvocationCommand cancel => invocations.Cancel(cancel.InvocationId),
                _ => throw new InvalidOperationException($"A {command.GetType().Name} has no executor."),
            };

            Finish(batch, index, error, results);
        }

        return new CommandResults(SessionStatus.Ok, results);
    }

    private void Finish(CommandBatch batch, int index, OperationError? error, List<CommandResult> results)
    {
        SessionCommand command = batch.Commands[index];
        ulong? ackId = command.GetAckId();
        Remember(ackId, error, batch);
        if (ackId is not null || error is not null || command is JoinGroupCommand or LeaveGroupCommand or EventCommand)
        {
            results.Add(new CommandResult(index, error));
        }
    }

    /// <summary>Publishes a run of consecutive messages to one group with one call.</summary>
    /// <returns>The index behind the run.</returns>
    private async ValueTask<int> PublishRunAsync(CommandBatch batch, int start, List<CommandResult> results)
    {
        IReadOnlyList<SessionCommand> commands = batch.Commands;
        string group = ((PublishCommand)commands[start]).Group;
        List<GroupPublish> messages = [];
        List<(int Index, ulong? AckId)> published = [];
        int index = start;
        for (; index < commands.Count && commands[index] is PublishCommand command && command.Group == group; index++)
        {
            OperationError? refusal = AnswerBefore(command.AckId, batch)
                ?? (state.Permissions.Allows(PolicyAction.SendToGroup, group) ? null : OperationErrors.Forbidden);
            if (refusal is not null)
            {
                AddResult(results, index, command.AckId, refusal);
                continue;
            }

            if (command.AckId is { } reserved)
            {
                // Twice in one batch is twice, too.
                state.AckIds.Add(reserved);
            }

            published.Add((index, command.AckId));
            messages.Add(new GroupPublish(
                state.UserId,
                command.Data,
                command.NoEcho ? router.ConnectionId : null,
                command.AckId is null ? null : router.ConnectionId,
                command.AckId ?? 0));
        }

        if (messages.Count > 0)
        {
            OperationError? error = await PublishAsync(group, messages, published);
            foreach ((int publishedIndex, ulong? ackId) in published)
            {
                if (error is null)
                {
                    _refused?.CarriedOut(ackId, batch);
                }
                else if (ackId is { } id)
                {
                    // Not carried out for certain: the client may try again with the same id.
                    state.AckIds.Remove(id);
                    Refuse(id, error, batch);
                }

                AddResult(results, publishedIndex, ackId, error);
            }
        }

        return index;
    }

    private async ValueTask<OperationError?> PublishAsync(string group, List<GroupPublish> messages, List<(int Index, ulong? AckId)> published)
    {
        try
        {
            return await router.PublishAsync(state.Hub.Name, group, messages);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            // The group's silo died, or the group could not be refilled: what was published may be lost.
            return OperationErrors.Unavailable;
        }
        catch
        {
            // Whatever it was: an id that stays reserved would make the repetition a duplicate of nothing.
            foreach (ulong id in published.Where(one => one.AckId is not null).Select(one => one.AckId!.Value))
            {
                state.AckIds.Remove(id);
            }

            throw;
        }
    }

    private OperationError? Join(JoinGroupCommand command)
    {
        if (!state.Permissions.Allows(PolicyAction.JoinGroup, command.Group))
        {
            return OperationErrors.Forbidden;
        }

        if (!state.IsIn(command.Group) && state.GroupCount >= limits.Groups)
        {
            return OperationErrors.TooManyGroups;
        }

        state.Join(command.Group, command.Presence);
        return null;
    }

    private OperationError? Leave(LeaveGroupCommand command)
    {
        if (!state.Permissions.Allows(PolicyAction.JoinGroup, command.Group))
        {
            return OperationErrors.Forbidden;
        }

        state.Leave(command.Group);
        return null;
    }

    private ValueTask<OperationError?> SendAsync(SendCommand command)
    {
        bool toUser = command.Target.UserId is not null;
        if (!state.Permissions.Allows(toUser ? PolicyAction.SendToUser : PolicyAction.SendToConnection, command.Target.UserId))
        {
            return ValueTask.FromResult<OperationError?>(OperationErrors.Forbidden);
        }

        ClientData content = new(
            state.UserId, command.Data, toUser, command.AckId is null ? null : router.ConnectionId, command.AckId ?? 0);
        return command.Target.UserId is not { } userId ? router.SendToConnectionAsync(command.Target.ConnectionId, content)
            : state.Hub.Inbox is not null ? router.SendToInboxAsync(state.Hub, userId, content)
            : router.SendToUserAsync(state.Hub.Name, userId, content);
    }

    /// <summary>The answer to a command that was carried out before, or refused with an answer that its client cannot have.</summary>
    private OperationError? AnswerBefore(ulong? ackId, CommandBatch batch) => ackId is not { } id ? null
        : state.AckIds.Contains(id) ? OperationErrors.Duplicate
        : _refused?.Find(id, batch);

    private void Remember(ulong? ackId, OperationError? error, CommandBatch batch)
    {
        if (error is null)
        {
            _refused?.CarriedOut(ackId, batch);
        }

        switch (ackId, error)
        {
            case ({ } id, null):
                state.AckIds.Add(id);
                break;
            case ({ } id, not null):
                Refuse(id, error, batch);
                break;
        }
    }

    private void Refuse(ulong ackId, OperationError error, CommandBatch batch) =>
        (_refused ??= new RefusedCommands()).Add(ackId, error, batch);

    private static void AddResult(List<CommandResult> results, int index, ulong? ackId, OperationError? error)
    {
        if (ackId is not null)
        {
            results.Add(new CommandResult(index, error));
        }
    }
}
