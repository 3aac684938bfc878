using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests;

/// <summary>An edge that writes down what grains hand to it.</summary>
internal sealed class FakeEdge : IEdgeObserver
{
    private readonly Lock _gate = new();
    private readonly List<GroupDelivery> _group = [];
    private readonly List<DirectMessage> _direct = [];

    public FakeEdge(IClusterClient client)
    {
        // The runtime holds observers weakly; the address keeps only the reference, so tests keep the edge.
        Address = new EdgeAddress(Guid.NewGuid().ToString("N"), client.CreateObjectReference<IEdgeObserver>(this));
    }

    public EdgeAddress Address { get; }

    public bool FailsGroupDelivery { get; set; }

    /// <summary>What it says to a group's messages.</summary>
    public GroupReceipt GroupReceipt { get; set; }

    /// <summary>What it says when a group that comes back asks for its members.</summary>
    public GroupPosition? GroupPosition { get; set; }

    /// <summary>When set, no call is answered before it completes.</summary>
    public Task? Hang { get; set; }

    public SessionTail? Tail { get; init; }

    public SessionSnapshot? Snapshot { get; set; }

    public List<long> Taken { get; } = [];

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

    public async ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery)
    {
        lock (_gate)
        {
            _group.Add(delivery);
        }

        // Room for a second call to come in between, if the group were to make one.
        await Task.Yield();
        return FailsGroupDelivery ? throw new InvalidOperationException("This edge fails.") : GroupReceipt;
    }

    public ValueTask<bool> DeliverToSessionAsync(SessionDelivery delivery)
    {
        lock (_gate)
        {
            _direct.AddRange(delivery.Messages);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag) => ValueTask.CompletedTask;

    public ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration)
    {
        lock (_gate)
        {
            Taken.Add(newGeneration);
        }

        return ValueTask.FromResult(Tail);
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
}
