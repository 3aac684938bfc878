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
    /// <summary>Carries out commands in order; results only for those that want one.</summary>
    public async Task<IReadOnlyList<CommandResult>> ExecuteAsync(IReadOnlyList<SessionCommand> commands)
    {
        List<CommandResult> results = new(commands.Count);
        for (int index = 0; index < commands.Count; index++)
        {
            if (commands[index] is PublishCommand)
            {
                index = await PublishRunAsync(commands, index, results) - 1;
                continue;
            }

            await ExecuteOneAsync(commands[index], index, results);
        }

        return results;
    }

    private async ValueTask ExecuteOneAsync(SessionCommand command, int index, List<CommandResult> results)
    {
        ulong? ackId = command.GetAckId();
        if (IsDuplicate(ackId))
        {
            results.Add(new CommandResult(index, OperationErrors.Duplicate));
            return;
        }

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

        Remember(ackId, error);
        if (ackId is not null || error is not null || command is JoinGroupCommand or LeaveGroupCommand or EventCommand)
        {
            results.Add(new CommandResult(index, error));
        }
    }

    /// <summary>Publishes a run of consecutive messages to one group with one call.</summary>
    /// <returns>The index behind the run.</returns>
    private async ValueTask<int> PublishRunAsync(IReadOnlyList<SessionCommand> commands, int start, List<CommandResult> results)
    {
        string group = ((PublishCommand)commands[start]).Group;
        List<GroupPublish> messages = [];
        List<(int Index, ulong? AckId)> published = [];
        int index = start;
        for (; index < commands.Count && commands[index] is PublishCommand command && command.Group == group; index++)
        {
            OperationError? refusal = IsDuplicate(command.AckId) ? OperationErrors.Duplicate
                : state.Permissions.Allows(PolicyAction.SendToGroup, group) ? null : OperationErrors.Forbidden;
            if (refusal is not null)
            {
                AddResult(results, index, command.AckId, refusal);
                continue;
            }

            // Twice in one batch is twice, too: reserve the id now.
            Remember(command.AckId, error: null);
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
            OperationError? error = await PublishAsync(group, messages);
            foreach ((int publishedIndex, ulong? ackId) in published)
            {
                if (error is not null && ackId is { } id)
                {
                    // Not carried out for certain: the client may try again with the same id.
                    state.AckIds.Remove(id);
                }

                AddResult(results, publishedIndex, ackId, error);
            }
        }

        return index;
    }

    private async ValueTask<OperationError?> PublishAsync(string group, List<GroupPublish> messages)
    {
        try
        {
            return await router.PublishAsync(state.Hub.Name, group, messages);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The group's silo died, or the group could not be refilled: what was published may be lost.
            return OperationErrors.Unavailable;
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

    private async ValueTask<OperationError?> SendAsync(SendCommand command)
    {
        bool toUser = command.Target.UserId is not null;
        if (!state.Permissions.Allows(toUser ? PolicyAction.SendToUser : PolicyAction.SendToConnection, command.Target.UserId))
        {
            return OperationErrors.Forbidden;
        }

        ClientData content = new(state.UserId, command.Data, toUser);
        return await router.SendAsync(state.Hub.Name, command.Target, content);
    }

    private bool IsDuplicate(ulong? ackId) => ackId is { } id && state.AckIds.Contains(id);

    private void Remember(ulong? ackId, OperationError? error)
    {
        if (ackId is { } id && error is null)
        {
            state.AckIds.Add(id);
        }
    }

    private static void AddResult(List<CommandResult> results, int index, ulong? ackId, OperationError? error)
    {
        if (ackId is not null)
        {
            results.Add(new CommandResult(index, error));
        }
    }
}
