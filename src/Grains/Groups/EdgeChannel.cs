using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>
/// The ordered way from one group to one edge: one call under way, and what is published meanwhile goes with the next.
/// An awaited call instead of a one-way one: it keeps order, tells when the edge has taken the messages over, and lets
/// a burst travel as one batch.
/// </summary>
internal sealed class EdgeChannel(EdgeAddress edge, string hub, string group, string epoch)
{
    private List<GroupMessage> _waiting = [];
    private TaskCompletionSource? _waitingTaken;
    private Task _pump = Task.CompletedTask;

    public EdgeAddress Edge { get; } = edge;

    /// <summary>Completes when all that was sent so far was taken over.</summary>
    public Task Drained => _waitingTaken?.Task ?? _pump;

    /// <summary>Sends messages. Completes when the edge has taken them over; throws what the call to the edge threw.</summary>
    public Task SendAsync(IReadOnlyList<GroupMessage> messages)
    {
        if (_waitingTaken is null && _pump.IsCompleted)
        {
            _pump = DeliverAsync(messages);
            return _pump;
        }

        _waiting.AddRange(messages);
        if (_waitingTaken is null)
        {
            _waitingTaken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = SendWaitingAsync(_pump);
        }

        return _waitingTaken.Task;
    }

    private async Task SendWaitingAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        List<GroupMessage> messages = _waiting;
        TaskCompletionSource taken = _waitingTaken!;
        _waiting = [];
        _waitingTaken = null;
        _pump = DeliverAsync(messages);
        try
        {
            await _pump;
            taken.SetResult();
        }
        catch (Exception exception)
        {
            taken.SetException(exception);
        }
    }

    private async Task DeliverAsync(IReadOnlyList<GroupMessage> messages) =>
        await Edge.Observer.DeliverToGroupAsync(new GroupDelivery(hub, group, epoch, messages));
}
