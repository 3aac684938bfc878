using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>Questions this client has asked and that are not answered yet. They do not survive a connection: nobody could tell whether one arrived.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing, and its last users outlive the client.")]
internal sealed class InvocationTable(Outbox outbox, int capacity)
{
    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(capacity, capacity);
    private long _lastId;

    public async Task<MessageData?> InvokeAsync(InvocationTarget target, MessageData data, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var pending = new Pending();
        _pending[id] = pending;
        try
        {
            var entry = outbox.Post(
                OutboxKind.Invoke,
                () => pending.Write(new Invoke(id, target, data)),
                error => pending.Completion.TrySetException(error));
            using var registration = cancellationToken.UnsafeRegister((_, token) => Cancel(id, entry, pending, token), null);
            return await pending.Completion.Task;
        }
        finally
        {
            _pending.TryRemove(id, out _);
            _slots.Release();
        }
    }

    public void Answer(InvokeResult result)
    {
        if (!_pending.TryRemove(result.InvocationId, out var pending))
        {
            return;
        }

        if (result.Success)
        {
            pending.Completion.TrySetResult(result.Data);
        }
        else
        {
            pending.Completion.TrySetException(new SwsInvocationException(result.Error));
        }
    }

    /// <summary>The connection is gone: what was asked over it gets no answer.</summary>
    public void ConnectionLost()
    {
        foreach (var pending in _pending.Values)
        {
            if (pending.Written)
            {
                pending.Completion.TrySetException(new SwsOutcomeUnknownException());
            }
        }
    }

    private void Cancel(string id, OutboxEntry entry, Pending pending, CancellationToken cancellationToken)
    {
        var isUnsent = outbox.Withdraw(entry);
        if (!pending.Completion.TrySetCanceled(cancellationToken) || isUnsent)
        {
            return;
        }

        try
        {
            outbox.Post(OutboxKind.Reply, () => new CancelInvocation(id));
        }
        catch (SwsClosedException)
        {
            // Nobody is left to be told.
        }
    }

    private sealed class Pending
    {
        private volatile bool _written;

        public TaskCompletionSource<MessageData?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Written => _written;

        public Invoke Write(Invoke message)
        {
            _written = true;
            return message;
        }
    }
}
