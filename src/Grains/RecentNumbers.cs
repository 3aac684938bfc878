using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains;

/// <summary>
/// What numbered messages of which producers came lately. When a session's silo dies between carrying a command out and the
/// answer, the session's edge sends it again to a grain that knows of nothing: only who got it can tell that it is the same.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RecentNumbers(TimeProvider time)
{
    // An edge sends again for 10 s, and each call of its may take 15: numbers of the last half minute to minute are safe, and
    // what that costs is bounded by what came in that time.
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);

    // Numbers of one producer and half a minute. They have gaps where it sends to others, too: a run each, 16 kB at most.
    private const int MaxRanges = 1024;

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

        return Find(producer).TryTake(number);
    }

    /// <summary>Takes note of what was remembered elsewhere, as if it had come now.</summary>
    /// <param name="seen">What <see cref="CopyTo"/> gave there.</param>
    public void Add(ProducerNumbers seen) => Find(seen.Producer).Add(seen.Numbers);

    /// <summary>Whether a number was taken and not forgotten; true for what is not numbered.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="number">The number.</param>
    public bool Has(string? producer, ulong number) =>
        producer is null || (_producers?.GetValueOrDefault(producer)?.Has(number) ?? false);

    /// <summary>A message was not carried out after all: it may come again.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="number">The number.</param>
    public void Forget(string? producer, ulong number)
    {
        if (producer is not null)
        {
            _producers?.GetValueOrDefault(producer)?.Forget(number);
        }
    }

    /// <summary>Adds what is remembered to a list.</summary>
    /// <param name="numbers">The list.</param>
    /// <param name="maxProducers">How many elements the list may have.</param>
    /// <param name="maxRuns">How many runs of each producer, the newest, are added.</param>
    public void CopyTo(List<ProducerNumbers> numbers, int maxProducers, int maxRuns)
    {
        if (_producers is not null)
        {
            int room = Math.Max(0, maxProducers - numbers.Count);
            numbers.AddRange(_producers.Take(room).Select(entry => new ProducerNumbers(entry.Key, entry.Value.Newest(maxRuns))));
        }
    }

    private Producer Find(string name)
    {
        long now = time.GetTimestamp();
        Trim(now);
        if (_producers is null)
        {
            _producers = new Dictionary<string, Producer>(StringComparer.Ordinal);
            _trimmed = now;
        }

        if (!_producers.TryGetValue(name, out Producer? producer))
        {
            _producers.Add(name, producer = new Producer());
        }

        return producer;
    }

    private void Trim(long now)
    {
        TimeSpan since = _producers is null ? TimeSpan.Zero : time.GetElapsedTime(_trimmed, now);
        for (TimeSpan age = KeepFor; age <= since && _producers!.Count > 0; age += KeepFor)
        {
            _trimmed = now;
            foreach ((string name, Producer producer) in _producers)
            {
                if (!producer.TryAge())
                {
                    _producers.Remove(name);
                }
            }
        }
    }

    /// <summary>The numbers of this half minute and of the one before.</summary>
    private sealed class Producer
    {
        private AckIdSet? _current;
        private AckIdSet? _before;

        public bool TryTake(ulong number) => _before?.Contains(number) != true && (_current ??= new AckIdSet(MaxRanges)).Add(number);

        public bool Has(ulong number) => _current?.Contains(number) == true || _before?.Contains(number) == true;

        public void Forget(ulong number)
        {
            _current?.Remove(number);
            _before?.Remove(number);
        }

        public void Add(IReadOnlyList<AckIdRange> runs) => _current = new AckIdSet(Join(Runs(_current), runs), MaxRanges);

        public IReadOnlyList<AckIdRange> Newest(int runs) => [.. Join(Runs(_before), Runs(_current)).TakeLast(runs)];

        private static IReadOnlyList<AckIdRange> Runs(AckIdSet? numbers) => numbers?.ToRanges() ?? [];

        /// <summary>Runs of two sets as those of one: ascending and disjoint.</summary>
        private static IReadOnlyList<AckIdRange> Join(IReadOnlyList<AckIdRange> some, IReadOnlyList<AckIdRange> others)
        {
            if (some.Count == 0 || others.Count == 0)
            {
                // Nearly always, and asked for each group of each session that moves.
                return some.Count == 0 ? others : some;
            }

            List<AckIdRange> joined = [];
            foreach (AckIdRange run in some.Concat(others).OrderBy(run => run.First))
            {
                if (joined.Count > 0 && run.First <= joined[^1].Last + 1)
                {
                    joined[^1] = new AckIdRange(joined[^1].First, Math.Max(joined[^1].Last, run.Last));
                }
                else
                {
                    joined.Add(run);
                }
            }

            return joined;
        }

        /// <returns>False when there is nothing left.</returns>
        public bool TryAge()
        {
            (_before, _current) = (_current, null);
            return _before is not null;
        }
    }
}
