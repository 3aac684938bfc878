using System.Collections.Concurrent;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Testing;

namespace Sws.Grains.Tests;

/// <summary>An edge that writes down what grains hand to it.</summary>
internal sealed class FakeEdge : IEdgeObserver
{
    private static readonly ConcurrentBag<FakeEdge> Rooted = [];

    private readonly IClusterClient _client;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<GroupDelivery> _group = [];
    private readonly List<DirectMessage> _direct = [];
    private readonly List<(int Count, TaskCompletionSource Done)> _reached = [];
    private readonly List<(int Count, TaskCompletionSource Done)> _groupReached = [];

    public FakeEdge(IClusterClient client)
    {
        // The runtime holds observers weakly, and a test's own variable is not held behind its last use.
        Rooted.Add(this);
        _client = client;
        Address = new EdgeAddress(Guid.NewGuid().ToString("N"), client.CreateObjectReference<IEdgeObserver>(this));
    }

    public EdgeAddress Address { get; }

    public bool FailsGroupDelivery { get; set; }

    /// <summary>What it says to a group's messages.</summary>
    public GroupReceipt GroupReceipt { get; set; }

    /// <summary>What it says when a group that comes back asks for its members.</summary>
    public GroupPosition? GroupPosition { get; set; }

    /// <summary>When set, group questions and messages to sessions are not answered before it completes.</summary>
    public Task? Hang { get; set; }

    /// <summary>When set, the session is not given up before it completes.</summary>
    public Task? HangTaking { get; set; }

    /// <summary>What it says to messages for a session.</summary>
    public bool HoldsSession { get; set; } = true;

    public SessionTail? Tail { get; init; }

    public SessionSnapshot? Snapshot { get; set; }

    public List<long> Taken { get; } = [];

    /// <summary>Completes when it is asked for a session's tail.</summary>
    public Task Asked => _asked.Task;

    public List<GroupDelivery> GroupDeliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _group];
            }
        }
    }

    public List<DirectMessage> DirectMessages
    {
        get
        {
            lock (_gate)
            {
                return [.. _direct];
            }
        }
    }

    /// <summary>Waits for messages to sessions.</summary>
    public async Task<List<DirectMessage>> DirectMessagesAsync(int count)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _reached.Add((count, done));
            _reached.RemoveAll(waiting => waiting.Count <= _direct.Count && waiting.Done.TrySetResult());
        }

        await done.Task.Within(Timeouts.Step, $"{count} messages to sessions");
        return DirectMessages;
    }

    /// <summary>Puts this edge into the directory, as one that has noted its term.</summary>
    /// <returns>The term.</returns>
    public async Task<string> RegisterAsync()
    {
        IEdgeDirectoryGrain directory = _client.GetGrain<IEdgeDirectoryGrain>(0);
        string term = (await directory.RegisterAsync(Address, null)).Term;
        return (await directory.RegisterAsync(Address, term)).Term;
    }

    /// <summary>Waits for messages to groups.</summary>
    public async Task<List<GroupMessage>> GroupMessagesAsync(int count)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _groupReached.Add((count, done));
            TellGroupReached();
        }

        await done.Task.Within(Timeouts.Step, $"{count} messages to groups");
        return [.. GroupDeliveries.SelectMany(delivery => delivery.Messages)];
    }

    public async ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery)
    {
        lock (_gate)
        {
            _group.Add(delivery);
            TellGroupReached();
        }

        // Room for a second call to come in between, if the group were to make one.
        await Task.Yield();
        return FailsGroupDelivery ? throw new InvalidOperationException("This edge fails.") : GroupReceipt;
    }

    public async ValueTask<IReadOnlyList<int>> DeliverToSessionsAsync(IReadOnlyList<SessionDelivery> deliveries)
    {
        lock (_gate)
        {
            _direct.AddRange(deliveries.SelectMany(delivery => delivery.Messages));
            _reached.RemoveAll(waiting => waiting.Count <= _direct.Count && waiting.Done.TrySetResult());
        }

        await (Hang ?? Task.CompletedTask);
        return HoldsSession ? [] : [.. Enumerable.Range(0, deliveries.Count)];
    }

    public ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag) => ValueTask.CompletedTask;

    public async ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration)
    {
        lock (_gate)
        {
            Taken.Add(newGeneration);
        }

        _asked.TrySetResult();

        await (HangTaking ?? Task.CompletedTask);
        return Tail;
    }

    public ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId) => ValueTask.FromResult(Snapshot);

    public async ValueTask<GroupPosition?> RejoinGroupAsync(string hub, string group, GroupPosition start)
    {
        await (Hang ?? Task.CompletedTask);
        return GroupPosition;
    }

    public ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query) => ValueTask.FromResult<IReadOnlyList<SessionSummary>>([]);

    public ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket) => ValueTask.FromResult<IReadOnlyList<UserSession>>([]);

    public ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch) =>
        ValueTask.FromResult<IReadOnlyList<GroupMember>>([]);

    public ValueTask DeliverPresenceAsync(PresenceDelivery delivery) => ValueTask.CompletedTask;

    private void TellGroupReached()
    {
        int count = _group.Sum(delivery => delivery.Messages.Count);
        _groupReached.RemoveAll(waiting => waiting.Count <= count && waiting.Done.TrySetResult());
    }
}
