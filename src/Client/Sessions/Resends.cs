using System.Diagnostics.CodeAnalysis;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>
/// Messages that the server could not carry out for now, and which are sent again under the same ids: one per recipient, and no later
/// one of that recipient before it is answered. Guarded by the outbox's lock.
/// </summary>
internal sealed class Resends : IDisposable
{
    /// <summary>The one temporary error of which the server says that the same ack id may come again. Others are about the receiver.</summary>
    private const string UnavailableName = "Unavailable";

    /// <summary>A message log that stumbles is back in less than a second.</summary>
    private static readonly TimeSpan InitialDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>As long as the gateway waits for Redis until it gives this answer.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private readonly Backoff _backoff = new(InitialDelay, MaxDelay, Random.Shared);
    private readonly Dictionary<Recipient, OutboxEntry> _entries = [];
    private bool _armed;

    /// <param name="time">The clock.</param>
    /// <param name="limit">See <see cref="SwsClientOptions.ResendFor"/>.</param>
    /// <param name="onDue">Called without the lock when the wait is over; to call <see cref="Release"/>.</param>
    public Resends(TimeProvider time, TimeSpan limit, Action onDue)
    {
        _time = time;
        _limit = limit;
        _timer = time.CreateTimer(_ => onDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Notes that a message goes out.</summary>
    public void Written(OutboxEntry entry) => entry.FirstWritten ??= _time.GetTimestamp();

    /// <summary>Whether a message waits for an earlier one that is to be sent again.</summary>
    public bool Bars(OutboxEntry entry) => entry.Refusal is null && entry.Recipient is { } recipient && _entries.ContainsKey(recipient);

    /// <summary>Keeps a message if its answer is one after which it is sent again.</summary>
    public bool TryAdd(OutboxEntry entry, Ack ack)
    {
        // One that another has followed may be stored before it now: sent again, it would come behind that.
        if (entry.Recipient is not { } recipient || entry.IsFollowed || !IsUnavailable(ack) || IsOverdue(entry))
        {
            return false;
        }

        _entries[recipient] = entry;
        (entry.Refusal, entry.IsWaiting) = (ack.Error, true);
        if (!_armed)
        {
            _armed = true;
            _timer.Change(_backoff.Next(), Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <summary>The error of a message whose time is up before it could be sent again.</summary>
    public bool HasExpired(OutboxEntry entry, [NotNullWhen(true)] out Exception? error)
    {
        error = entry.Refusal is { } refusal && IsOverdue(entry) ? new SwsAckException(refusal) : null;
        return error is not null;
    }

    /// <summary>The wait is over: what has waited is to be written.</summary>
    public void Release()
    {
        _armed = false;
        foreach (var entry in _entries.Values.Where(static entry => entry.IsWaiting))
        {
            entry.Rewind();
        }
    }

    /// <summary>A message is answered or given up.</summary>
    /// <returns>True when others may have waited for it.</returns>
    public bool Remove(OutboxEntry entry)
    {
        if (entry.Refusal is null || entry.Recipient is not { } recipient || !_entries.Remove(recipient))
        {
            return false;
        }

        if (IsEmpty)
        {
            _backoff.Reset();
        }

        return true;
    }

    public void Dispose() => _timer.Dispose();

    private static bool IsUnavailable(Ack ack) => ack is { Success: false, Error: { Temporary: true, Name: UnavailableName } };

    private bool IsOverdue(OutboxEntry entry) => entry.FirstWritten is { } first && _time.GetElapsedTime(first) >= _limit;
}
