using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Log;

namespace Sws.Grains.Groups;

/// <summary>
/// One group: which edges hold members, and the order of its messages. It comes back empty after a silo's death and
/// then asks every edge, so that no publish can miss a member. What the group keeps of its messages is its history's.
/// </summary>
[GrainType("sws.group"), Reentrant, CollectionAgeLimit(Minutes = IdleMinutes)]
internal sealed partial class GroupGrain : IGrainBase, IGroupGrain
{
    // Longer than sessions wait for their clients: the position of one that comes back to a group with no other members
    // must mean something still.
    private const int IdleMinutes = 3;

    // A publisher that found no room for this long is told so instead of waiting on: about what a client waits for an ack.
    private static readonly TimeSpan RoomTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, EdgeChannel> _edges = [];

    // Edges that miss messages and do not know it yet. While there is one, nothing is acknowledged.
    private readonly HashSet<string> _unreported = [];
    private readonly EdgeServices _services;
    private readonly ILogger<GroupGrain> _logger;
    private readonly string _hub;
    private readonly string _group;

    // An epoch is one memory of the stream; 48 random bits tell two of them apart.
    private readonly string _epoch = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6));
    private readonly GroupPresence _presence;
    private readonly RecentPublishes _recent;
    private ulong _offset;

    private readonly IGroupHistory? _history;

    public GroupGrain(IGrainContext context, EdgeServices services, GroupHistories histories, ILogger<GroupGrain> logger)
    {
        GrainContext = context;
        _services = services;
        _logger = logger;
        (_hub, _group) = GroupKey.Parse(context.GrainId.Key.ToString()!);
        _presence = new GroupPresence(_hub, _group, OnPresenceLost);
        _recent = new RecentPublishes(services.Time);
        _history = histories.Create(_hub, _group, _epoch, OnHistoryLost);
    }

    public IGrainContext GrainContext { get; }

    private GroupPosition Position => _history?.Position ?? new GroupPosition(_epoch, _offset);

    private string Key => GrainContext.GrainId.Key.ToString()!;

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        foreach (string edgeId in _edges.Keys)
        {
            _services.Groups.Remove(edgeId, Key);
        }

        return Task.CompletedTask;
    }

    public async ValueTask UnsubscribeAsync(string edgeId)
    {
        Remove(edgeId);
        await _presence.RemoveEdgeAsync(edgeId);
    }

    public ValueTask EdgeDiedAsync(string edgeId, long heard) =>
        _services.Groups.IsLast(edgeId, Key, heard) ? UnsubscribeAsync(edgeId) : ValueTask.CompletedTask;

    public async ValueTask<OperationError?> PublishAsync(IReadOnlyList<GroupPublish> messages)
    {
        if (!_services.Work.Messages.TryEnter())
        {
            return OperationErrors.Moving;
        }

        try
        {
            return await PublishAllAsync(messages);
        }
        finally
        {
            _services.Work.Messages.Exit();
        }
    }

    private async ValueTask<OperationError?> PublishAllAsync(IReadOnlyList<GroupPublish> messages)
    {
        if (!await ReportAsync())
        {
            return OperationErrors.Unavailable;
        }

        if (!await WaitForRoomAsync())
        {
            return OperationErrors.Overloaded;
        }

        if (_history is DurableHistory durable)
        {
            // Its log tells repetitions, and remembers longer than this grain.
            return await durable.PublishAsync(messages, DeliverAsync);
        }

        IReadOnlyList<GroupPublish> fresh = _recent.Take(messages);
        OperationError? error = fresh.Count > 0 ? await PublishFreshAsync(fresh) : null;
        if (error is not null)
        {
            _recent.Forget(fresh);
        }

        return fresh.Count == messages.Count ? error : error ?? await RepeatedAsync(messages);
    }

    /// <summary>Some messages were published before, by a call whose answer got lost, and may still be on their way.</summary>
    private async ValueTask<OperationError?> RepeatedAsync(IReadOnlyList<GroupPublish> messages)
    {
        await DrainedAsync();
        return await ReportAsync() && messages.All(_recent.Has) ? null : OperationErrors.Unavailable;
    }

    private async ValueTask<OperationError?> PublishFreshAsync(IReadOnlyList<GroupPublish> messages)
    {
        if (_history is MemoryHistory memory)
        {
            // It lives as long as its newest message.
            GrainContext.ActivationServices.GetRequiredService<IGrainRuntime>().DelayDeactivation(GrainContext, memory.Age);
            return await memory.PublishAsync(messages, DeliverAsync);
        }

        GroupMessage[] numbered = new GroupMessage[messages.Count];
        for (int index = 0; index < numbered.Length; index++)
        {
            GroupPublish message = messages[index];
            numbered[index] = new GroupMessage(
                ++_offset, message.FromUserId, message.Data, message.ExceptConnectionId, message.Producer, message.Number);
        }

        return await DeliverAsync(numbered);
    }

    public async ValueTask<GroupPage> ReadAsync(GroupPosition? have) => _history is null
        ? new GroupPage(string.Empty, 0, IsWhole: false, [])
        : await GuardAsync(() => _history.ReadAsync(have));

    public async ValueTask FollowPresenceAsync(EdgeAddress edge, string connectionId) =>
        await _presence.FollowAsync(edge, connectionId, Edges());

    public ValueTask UnfollowPresenceAsync(string edgeId) => _presence.UnfollowAsync(edgeId, Edges());

    public ValueTask PresenceChangedAsync(string edgeId, IReadOnlyList<GroupMember> joined, IReadOnlyList<GroupMember> left) =>
        _presence.ChangeAsync(edgeId, joined, left);

    /// <summary>Completes when every edge has taken over, or is known to have missed, what was published so far.</summary>
    private Task DrainedAsync() => Task.WhenAll(_edges.Values.Select(channel => channel.Drained));

    private IEnumerable<EdgeAddress> Edges() => _edges.Values.Select(channel => channel.Edge);

    /// <summary>The edge follows the group from here on. When it does already it is heard of again, which a burial must know.</summary>
    private void Add(EdgeChannel channel)
    {
        _edges.TryAdd(channel.Edge.EdgeId, channel);
        _services.Groups.Add(channel.Edge.EdgeId, Key);
    }

    private EdgeChannel MakeChannel(EdgeAddress edge) =>
        new(edge, new GroupOrigin(_hub, _group, Position.Epoch, _history is not null), _services.Windows.For(edge.EdgeId), _services.Time);

    /// <summary>Starts the delivery of messages to all edges.</summary>
    private async Task<OperationError?> DeliverAsync(IReadOnlyList<GroupMessage> messages)
    {
        long bytes = messages.Sum(message => (long)message.Data.Bytes.Length);
        switch (_edges.Count)
        {
            case 0:
                return null;
            case 1:
                EdgeChannel only = _edges.Values.First();
                ChannelOutcome outcome = await only.SendAsync(messages, bytes);
                return outcome == ChannelOutcome.Taken ? null : await CloseAsync([(only, outcome)]);
            default:
                EdgeChannel[] channels = [.. _edges.Values];
                ChannelOutcome[] outcomes = await Task.WhenAll(channels.Select(channel => channel.SendAsync(messages, bytes)));
                return await CloseAsync(channels.Zip(outcomes).Where(sent => sent.Second != ChannelOutcome.Taken));
        }
    }

    /// <summary>Says in a way that callers understand that the messages cannot be read; the log has said why.</summary>
    private static async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (LogUnavailableException)
        {
            throw new OrleansException("The group's messages cannot be read now.");
        }
    }

    /// <summary>The stream has begun anew in the log: whoever asks next gets a grain that knows.</summary>
    private void OnHistoryLost()
    {
        LogHistoryLost(_logger);
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The group's stream has begun anew."));
    }

    private bool Remove(string edgeId)
    {
        _services.Groups.Remove(edgeId, Key);
        return _edges.Remove(edgeId);
    }

    /// <summary>Waits until every edge has room, so that publishers cannot be faster than the slowest edge for long.</summary>
    private async ValueTask<bool> WaitForRoomAsync()
    {
        long began = 0;
        while (_edges.Values.FirstOrDefault(channel => !channel.Room.IsCompleted) is { } full)
        {
            began = began == 0 ? _services.Time.GetTimestamp() : began;
            TimeSpan left = RoomTimeout - _services.Time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await full.Room.WaitAsync(left, _services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return true;
    }

    /// <summary>Goes on without edges that did not take messages over, once they are sure to learn of it.</summary>
    private async ValueTask<OperationError?> CloseAsync(IEnumerable<(EdgeChannel Channel, ChannelOutcome Outcome)> closed)
    {
        bool isStale = false;
        List<Task> leaving = [];
        foreach ((EdgeChannel channel, ChannelOutcome outcome) in closed.ToList())
        {
            isStale |= outcome == ChannelOutcome.Stale;
            string edgeId = channel.Edge.EdgeId;
            if (_edges.GetValueOrDefault(edgeId) == channel && Remove(edgeId) && outcome == ChannelOutcome.Lost)
            {
                LogEdgeLost(_logger, edgeId, channel.Failure?.GetType().Name);
                _unreported.Add(edgeId);
                leaving.Add(_presence.RemoveEdgeAsync(edgeId).AsTask());
            }
        }

        // Not before all of them are noted: whoever else waits for these messages goes on meanwhile, and must know of each.
        await Task.WhenAll(leaving);

        if (isStale)
        {
            // Another activation has taken the group over; it has asked the edges, and this one must not be asked again.
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "A newer activation has the group."));
            return OperationErrors.Unavailable;
        }

        return await ReportAsync() ? null : OperationErrors.Unavailable;
    }

    /// <summary>Makes sure that edges which miss messages will hear of it.</summary>
    private async ValueTask<bool> ReportAsync()
    {
        try
        {
            foreach (string edgeId in _unreported.Count == 0 ? [] : _unreported.ToArray())
            {
                await _services.Directory.SuspectAsync(edgeId);
                _unreported.Remove(edgeId);
            }

            return true;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogNotReported(_logger, exception.GetType().Name);
            return false;
        }
    }

    /// <summary>An edge did not answer about presence. It states its members and asks for the state again once it hears of it.</summary>
    private async ValueTask OnPresenceLost(string edgeId, Exception exception)
    {
        LogPresenceLost(_logger, exception.GetType().Name);
        _unreported.Add(edgeId);
        await ReportAsync();
    }
}
