using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <content>How edges come to follow the group: those that ask, and those that a new activation finds.</content>
internal sealed partial class GroupGrain
{
    public async Task OnActivateAsync(CancellationToken token)
    {
        if (_history is not null)
        {
            await GuardAsync(async () =>
            {
                await _history.LoadAsync();
                return true;
            });
        }

        ScatterResult<GroupPosition?> result = await _services.Scatter.AskAsync(edge => edge.RejoinGroupAsync(_hub, _group, Position));
        await TakePositionsAsync(result.Answers.Select(answer => answer.Answer));
        await Task.WhenAll(result.Answers.Where(answer => answer.Answer is not null).Select(answer => RejoinAsync(answer.Edge, answer.Answer!)));
    }

    public async ValueTask<GroupSubscription> SubscribeAsync(EdgeAddress edge, GroupPosition? have)
    {
        if (_history is not null)
        {
            // What is under way may close the edge's channel.
            await DrainedAsync();
        }

        bool isNew = !_edges.ContainsKey(edge.EdgeId);
        bool isWhole = !isNew || have is null || have == Position;
        if (!isWhole && _history is not null)
        {
            isWhole = await GuardAsync(() => CatchUpAsync(edge, have!));
        }

        // Whatever was published up to here must have reached the other edges when this returns: a session that moves to
        // this edge takes its tail from the old one only then.
        GroupSubscription subscription = new(Position, isWhole, _history is not null);
        Task drained = DrainedAsync();
        Add(MakeChannel(edge));
        await drained;
        if (isNew && _presence.IsFollowed)
        {
            await _presence.WatchAsync(edge);
        }

        return subscription;
    }

    /// <summary>An edge may have more of a durable stream than the log, which can lose its newest messages: none of its offsets is given again.</summary>
    private async ValueTask TakePositionsAsync(IEnumerable<GroupPosition?> positions)
    {
        if (_history is DurableHistory durable && positions.Where(has => has?.Epoch == Position.Epoch).MaxBy(has => has!.Offset) is { } newest)
        {
            await GuardAsync(async () =>
            {
                await durable.SeenAsync(newest);
                return true;
            });
        }
    }

    /// <summary>An edge that has members follows this activation from now on.</summary>
    private async Task RejoinAsync(EdgeAddress edge, GroupPosition has)
    {
        if (_history is null || has.Epoch != Position.Epoch || has == Position)
        {
            Add(MakeChannel(edge));
            return;
        }

        try
        {
            // Stored by an activation that died before it could deliver. Should some be gone, the edge finds the gap.
            await GuardAsync(() => CatchUpAsync(edge, has));
        }
        catch (OrleansException)
        {
            // Not reached, or the log failed: the edge does not follow yet, and learns of it.
            _unreported.Add(edge.EdgeId);
            await ReportAsync();
        }
    }

    /// <summary>Sends an edge what it lacks and then lets it follow, with nothing between.</summary>
    /// <returns>False when some of it is not kept any more: the edge follows all the same.</returns>
    /// <exception cref="OrleansException">The edge does not take the messages over; it does not follow.</exception>
    private async ValueTask<bool> CatchUpAsync(EdgeAddress edge, GroupPosition have)
    {
        EdgeChannel channel = MakeChannel(edge);
        GroupPosition at = have;
        bool isWhole = _history is not DurableHistory durable || await durable.ReachesAsync(have);
        while (isWhole && at.Offset < Position.Offset)
        {
            GroupPage page = await _history!.ReadAsync(at);
            isWhole = page.IsWhole && page.Messages.Count > 0;
            if (isWhole)
            {
                ChannelOutcome outcome = await channel.SendAsync(page.Messages, page.Messages.Sum(message => (long)message.Data.Bytes.Length));
                if (outcome != ChannelOutcome.Taken)
                {
                    throw new OrleansException("The edge did not take over what it lacks.");
                }

                at = at with { Offset = page.Messages[^1].Offset };
            }
        }

        Add(channel);
        return isWhole && at.Epoch == Position.Epoch;
    }
}
