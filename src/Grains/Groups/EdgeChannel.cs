using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>
/// The ordered way from one group to one edge: one call under way, and what is published meanwhile goes with the next.
/// An awaited call instead of a one-way one: it keeps order, tells when the edge has taken the messages over, and lets
/// a burst travel as one batch. A call that fails is repeated, which offsets make harmless; when that does not help the
/// channel closes, and nothing is sent behind a gap.
/// </summary>
internal sealed class EdgeChannel(EdgeAddress edge, GroupOrigin origin, EdgeWindow window, TimeProvider time)
{
    // Bounds one call.
    private const int MaxBatchMessages = 1024;

    // A call that is not answered takes IEdgeObserver.Timeout, so a publish waits for an edge that hangs at most 9.3 s. The
    // last of the calls begins after 7.3 s: an edge that answers over a silo that hangs learns within 7 s that it does, and
    // takes another way. A call to an edge that is not there fails at once; the pauses are what its connection may need to
    // come up again over another silo.
    private static readonly TimeSpan[] RetryDelays =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(600)];

    private readonly Queue<Parcel> _waiting = new();
    private Task<ChannelOutcome> _pump = Task.FromResult(ChannelOutcome.Taken);
    private Task<ChannelOutcome> _last = Task.FromResult(ChannelOutcome.Taken);
    private ChannelOutcome? _closed;
    private bool _sendsWaiting;

    public EdgeAddress Edge { get; } = edge;

    /// <summary>Why the last call failed, when the edge is lost.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when all that was sent so far was taken over, or never will be.</summary>
    public Task Drained => _last;

    /// <summary>Completes when the edge has room for more.</summary>
    public Task Room => window.Room;

    /// <summary>Sends messages. Completes when the edge has taken them over or the channel is closed.</summary>
    /// <param name="messages">The messages, continuing where the last ones ended.</param>
    /// <param name="bytes">The size of their data.</param>
    public Task<ChannelOutcome> SendAsync(IReadOnlyList<GroupMessage> messages, long bytes)
    {
        if (_closed is { } outcome)
        {
            return Task.FromResult(outcome);
        }

        window.Take(messages.Count, bytes);
        if (_waiting.Count == 0 && _pump.IsCompleted)
        {
            return _last = _pump = SendAsync(messages, messages.Count, bytes);
        }

        Parcel parcel = new(messages, bytes);
        _waiting.Enqueue(parcel);
        if (!_sendsWaiting)
        {
            _ = SendWaitingAsync();
        }

        return _last = parcel.Sent.Task;
    }

    private async Task SendWaitingAsync()
    {
        _sendsWaiting = true;
        while (_waiting.Count > 0)
        {
            await _pump;
            List<Parcel> parcels = [];
            List<GroupMessage> messages = [];
            long bytes = 0;
            while (messages.Count < MaxBatchMessages && _waiting.TryDequeue(out Parcel? parcel))
            {
                parcels.Add(parcel);
                messages.AddRange(parcel.Messages);
                bytes += parcel.Bytes;
            }

            _pump = SendAsync(messages, messages.Count, bytes);
            ChannelOutcome outcome = await _pump;
            parcels.ForEach(parcel => parcel.Sent.SetResult(outcome));
        }

        _sendsWaiting = false;
    }

    private async Task<ChannelOutcome> SendAsync(IReadOnlyList<GroupMessage> messages, int count, long bytes)
    {
        ChannelOutcome outcome = _closed ?? await DeliverAsync(new GroupDelivery(origin.Hub, origin.Group, origin.Epoch, messages, origin.HasHistory));
        window.Release(count, bytes);
        if (outcome != ChannelOutcome.Taken)
        {
            _closed = outcome;
        }

        return outcome;
    }

    private async Task<ChannelOutcome> DeliverAsync(GroupDelivery delivery)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await Edge.Observer.DeliverToGroupAsync(delivery) switch
                {
                    GroupReceipt.Taken => ChannelOutcome.Taken,
                    GroupReceipt.Stale => ChannelOutcome.Stale,
                    _ => ChannelOutcome.NotSubscribed,
                };
            }
            catch (Exception exception) when (attempt == RetryDelays.Length)
            {
                Failure = exception;
                return ChannelOutcome.Lost;
            }
            catch (Exception)
            {
                // Whether the edge got it is unknown; it drops what it has.
            }

            await Task.Delay(RetryDelays[attempt], time);
        }
    }

    private sealed record Parcel(IReadOnlyList<GroupMessage> Messages, long Bytes)
    {
        public TaskCompletionSource<ChannelOutcome> Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
