using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Log;

namespace Sws.Grains.Groups;

/// <summary>
/// Keeps a group's messages in the message log. Epoch and offsets are the log's, so they outlive the grain; what the log
/// says counts, should another activation have written to it. One append is under way, and what is published meanwhile goes
/// with the next.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="stream">The group's stream.</param>
/// <param name="retention">What is kept.</param>
/// <param name="tail">The newest messages, so that most readers need no page of the log.</param>
/// <param name="lost">Called when the stream has begun anew behind the grain's back.</param>
internal sealed class DurableHistory(IMessageLog log, LogStream stream, LogRetention retention, MessageRing tail, Action lost) : IGroupHistory
{
    // Bounds one append.
    private const int MaxBatchMessages = 1024;

    // Messages that may wait for the log. Ten appends' worth: publishers are told rather than kept waiting for longer.
    private const int MaxWaiting = 10 * MaxBatchMessages;

    private readonly Queue<Waiter> _waiting = new();
    private string _epoch = "";
    private int _waitingMessages;
    private bool _isAppending;

    public GroupPosition Position => new(_epoch, tail.Last);

    private LogPosition Known => new(_epoch, tail.Last);

    public async ValueTask LoadAsync()
    {
        LogBounds? bounds = await log.GetBoundsAsync(stream);
        if (bounds is null)
        {
            // Readers get a position before the first message: the stream must have begun.
            await log.AppendAsync(stream, retention, []);
            bounds = await log.GetBoundsAsync(stream);
        }

        _epoch = bounds!.Value.Epoch;
        tail.StartAt(bounds.Value.Last);
    }

    /// <summary>
    /// An edge has the stream up to a position. Should the log have lost what is there, it goes on behind that. Call before
    /// anything is published.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log does not work.</exception>
    public async ValueTask SeenAsync(GroupPosition position)
    {
        if (position.Epoch == _epoch && position.Offset > tail.Last)
        {
            await log.AppendAsync(stream, retention, [], new LogPosition(position.Epoch, position.Offset));
            await LoadAsync();
        }
    }

    /// <summary>Whether the log holds all that an edge has.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    public async ValueTask<bool> ReachesAsync(GroupPosition position) =>
        position.Offset <= tail.Last
        || (await log.GetBoundsAsync(stream) is { } bounds && bounds.Epoch == position.Epoch && bounds.Last >= position.Offset);

    public async ValueTask<OperationError?> PublishAsync(
        IReadOnlyList<GroupPublish> messages, Func<IReadOnlyList<GroupMessage>, Task<OperationError?>> deliver)
    {
        if (_waitingMessages + messages.Count > MaxWaiting)
        {
            return OperationErrors.Overloaded;
        }

        Waiter waiter = new(messages, deliver);
        _waiting.Enqueue(waiter);
        _waitingMessages += messages.Count;
        if (!_isAppending)
        {
            _ = AppendWaitingAsync();
        }

        return await waiter.Stored.Task;
    }

    public async ValueTask<GroupPage> ReadAsync(GroupPosition? have)
    {
        if (have is not null && have.Epoch != _epoch)
        {
            return new GroupPage(_epoch, tail.Last, IsWhole: false, []);
        }

        if (have is not null && tail.HasAllAfter(have.Offset))
        {
            return new GroupPage(_epoch, tail.Last, IsWhole: true, tail.After(have.Offset, LogLimits.PageMessages, LogLimits.PageBytes));
        }

        LogPage? page = await log.ReadAsync(stream, have?.Offset ?? 0);
        if (page is null || page.Bounds.Epoch != _epoch)
        {
            lost();
            return new GroupPage(_epoch, tail.Last, IsWhole: false, []);
        }

        // What the log has beyond the grain's position is on its way to the edges: it is not skipped, only not promised.
        bool isWhole = have is null || page.Bounds.HasAllAfter(have.Offset);
        return new GroupPage(_epoch, tail.Last, isWhole, isWhole ? [.. page.Entries.Select(ToMessage)] : []);
    }

    private async Task AppendWaitingAsync()
    {
        _isAppending = true;
        while (_waiting.Count > 0)
        {
            List<Waiter> batch = [];
            List<LogRecord> records = [];
            while (records.Count < MaxBatchMessages && _waiting.TryDequeue(out Waiter? waiter))
            {
                batch.Add(waiter);
                records.AddRange(waiter.Messages.Select(ToRecord));
            }

            _waitingMessages -= records.Count;
            OperationError? error = await AppendAsync(records, batch[0].Deliver);
            if (error is not null)
            {
                // What waits behind a log that is out of reach would take as long again, and its callers have given up by then.
                batch.AddRange(_waiting);
                _waiting.Clear();
                _waitingMessages = 0;
            }

            batch.ForEach(waiter => waiter.Stored.SetResult(error));
        }

        _isAppending = false;
    }

    private async Task<OperationError?> AppendAsync(List<LogRecord> records, Func<IReadOnlyList<GroupMessage>, Task<OperationError?>> deliver)
    {
        try
        {
            LogAppended appended = await log.AppendAsync(stream, retention, records, Known);
            if (appended.Epoch != _epoch)
            {
                // Nothing was stored: the activation that comes next knows the new epoch, and takes it.
                lost();
                return OperationErrors.Moving;
            }

            IReadOnlyList<GroupMessage> messages = await FindNewAsync(records, appended.Outcomes);
            foreach (GroupMessage message in messages)
            {
                tail.Add(message);
            }

            if (messages.Count > 0)
            {
                // Stored is what was promised. An edge that does not take them over gets them from the log.
                _ = deliver(messages);
            }

            return null;
        }
        catch (LogUnavailableException)
        {
            // Perhaps stored, perhaps not: a repetition finds out. The log has said why.
            return OperationErrors.Unavailable;
        }
    }

    /// <summary>The messages of the log behind the grain's position.</summary>
    private async ValueTask<IReadOnlyList<GroupMessage>> FindNewAsync(List<LogRecord> records, IReadOnlyList<LogOutcome> outcomes)
    {
        ulong next = tail.Last + 1;
        ulong last = tail.Last;
        List<GroupMessage> messages = [];
        for (int index = 0; index < records.Count; index++)
        {
            (ulong offset, bool isDuplicate) = (outcomes[index].Offset, outcomes[index].IsDuplicate);
            last = Math.Max(last, offset);
            if (!isDuplicate && offset == next)
            {
                messages.Add(new GroupMessage(next++, records[index].FromUserId, records[index].Data, records[index].ExceptConnectionId));
            }
        }

        if (last < next)
        {
            return messages;
        }

        // An append whose answer got lost, or another activation, stored messages that this grain has not seen.
        messages.Clear();
        for (ulong read = tail.Last; read < last;)
        {
            LogPage? page = await log.ReadAsync(stream, read);
            if (page is null || page.Entries.Count == 0)
            {
                break;
            }

            messages.AddRange(page.Entries.Select(ToMessage));
            read = page.Entries[^1].Offset;
        }

        return messages;
    }

    private static LogRecord ToRecord(GroupPublish message) => new(message.Producer, message.Number, message.FromUserId, message.Data, message.ExceptConnectionId);

    private static GroupMessage ToMessage(LogEntry entry) => new(entry.Offset, entry.FromUserId, entry.Data, entry.ExceptConnectionId);

    private sealed record Waiter(IReadOnlyList<GroupPublish> Messages, Func<IReadOnlyList<GroupMessage>, Task<OperationError?>> Deliver)
    {
        public TaskCompletionSource<OperationError?> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
