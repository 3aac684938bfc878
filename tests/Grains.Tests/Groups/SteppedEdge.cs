using System.Threading.Channels;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

/// <summary>An edge whose deliveries end when the test says so. Called directly, without a silo.</summary>
internal sealed class SteppedEdge : IEdgeObserver
{
    private readonly Lock _gate = new();
    private readonly List<ulong[]> _calls = [];
    private readonly Dictionary<int, TaskCompletionSource> _arrivals = [];
    private readonly Channel<SessionsCall> _sessionsCalls = Channel.CreateUnbounded<SessionsCall>();
    private TaskCompletionSource<GroupReceipt> _current = new();

    /// <summary>How many calls for sessions were not taken with <see cref="SessionsCallAsync"/>.</summary>
    public int SessionsCalls => _sessionsCalls.Reader.Count;

    /// <summary>The offsets of each call so far.</summary>
    public List<ulong[]> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Completes when the call of a number, from 1, has arrived.</summary>
    public Task CallAsync(int number)
    {
        lock (_gate)
        {
            return Arrival(number).Task;
        }
    }

    /// <summary>The next call for sessions.</summary>
    public async Task<SessionsCall> SessionsCallAsync() => await _sessionsCalls.Reader.ReadAsync().AsTask().Within(Timeouts.Step, "a call for sessions");

    public void Finish(GroupReceipt receipt = GroupReceipt.Taken) => Take().SetResult(receipt);

    public void Fail() => Take().SetException(new InvalidOperationException("This edge fails."));

    public ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery)
    {
        lock (_gate)
        {
            _calls.Add([.. delivery.Messages.Select(message => message.Offset)]);
            Arrival(_calls.Count).SetResult();
            return new ValueTask<GroupReceipt>(_current.Task);
        }
    }

    public ValueTask<IReadOnlyList<int>> DeliverToSessionsAsync(IReadOnlyList<SessionDelivery> deliveries)
    {
        SessionsCall call = new([.. deliveries.Select(delivery => delivery.ConnectionId)], new());
        _sessionsCalls.Writer.TryWrite(call);
        return new ValueTask<IReadOnlyList<int>>(call.Answer.Task);
    }

    public ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag) => throw new NotSupportedException();

    public ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration) => throw new NotSupportedException();

    public ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId) => throw new NotSupportedException();

    public ValueTask<GroupPosition?> RejoinGroupAsync(string hub, string group, GroupPosition start) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query) => ValueTask.FromResult<IReadOnlyList<SessionSummary>>([]);

    public ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch) => throw new NotSupportedException();

    public ValueTask DeliverPresenceAsync(PresenceDelivery delivery) => throw new NotSupportedException();

    private TaskCompletionSource<GroupReceipt> Take()
    {
        lock (_gate)
        {
            TaskCompletionSource<GroupReceipt> current = _current;
            _current = new TaskCompletionSource<GroupReceipt>();
            return current;
        }
    }

    private TaskCompletionSource Arrival(int number)
    {
        if (!_arrivals.TryGetValue(number, out TaskCompletionSource? arrival))
        {
            _arrivals.Add(number, arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return arrival;
    }

    /// <summary>Which sessions a call was for, in its order, and what the test answers.</summary>
    internal sealed record SessionsCall(string[] Sessions, TaskCompletionSource<IReadOnlyList<int>> Answer);
}
