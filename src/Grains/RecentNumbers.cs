using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains;

/// <summary>
/// What numbered messages of which producers came lately. When a session's silo dies between carrying a command out and the
/// answer, the session's edge sends it again to a grain that knows of nothing: only who got it can tell that it is the same.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RecentNumbers(TimeProvider time)
{
    // An edge sends again for 10 s, and each call of its may take 15: a minute is safe, and what it costs is bounded by
    // the producers of that minute.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    // Made on first use: many never get anything numbered.
    private Dictionary<string, Producer>? _producers;
    private long _trimmed;

    /// <summary>Takes note of a number.</summary>
    /// <param name="producer">Whose; null: not numbered, always new.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when it was there already.</returns>
    public bool TryTake(string? producer, ulong number)
    {
        if (producer is null)
        {
            return true;
        }

        long now = time.GetTimestamp();
        Trim(now);
        return Find(producer, now).Numbers.Add(number);
    }

    /// <summary>Whether a number was taken and not forgotten; true for what is not numbered.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="number">The number.</param>
    public bool Has(string? producer, ulong number) =>
        producer is null || (_producers?.GetValueOrDefault(producer)?.Numbers.Contains(number) ?? false);

    /// <summary>A message was not carried out after all: it may come again.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="number">The number.</param>
    public void Forget(string? producer, ulong number)
    {
        if (producer is not null)
        {
            _producers?.GetValueOrDefault(producer)?.Numbers.Remove(number);
        }
    }

    private Producer Find(string name, long now)
    {
        if (_producers is null)
        {
            _producers = new Dictionary<string, Producer>(StringComparer.Ordinal);
            _trimmed = now;
        }

        if (!_producers.TryGetValue(name, out Producer? producer))
        {
            _producers.Add(name, producer = new Producer());
        }

        producer.LastUsed = now;
        return producer;
    }

    private void Trim(long now)
    {
        if (_producers is null || time.GetElapsedTime(_trimmed, now) < KeepFor)
        {
            return;
        }

        _trimmed = now;
        foreach ((string name, Producer producer) in _producers)
        {
            if (time.GetElapsedTime(producer.LastUsed, now) >= KeepFor)
            {
                _producers.Remove(name);
            }
        }
    }

    private sealed class Producer
    {
        public AckIdSet Numbers { get; } = new();

        public long LastUsed { get; set; }
    }
}
