namespace Sws.LoadGen.Measuring;

/// <summary>
/// Follows the sequence numbers (0, 1, 2, …) that one receiver gets from one sender. Costs two longs and a reference while
/// the stream is perfect; only gaps allocate. Not thread-safe: the receiver's connection calls it.
/// </summary>
internal struct StreamVerifier
{
    /// <summary>Gaps remembered one by one, so that a late message is told from a lost one. Beyond it a gap counts as lost at once.</summary>
    public const int MaxRememberedGaps = 65_536;

    private HashSet<long>? _missing;
    private long _next;
    private long _abandoned;
    private long _duplicated;
    private long _reordered;

    /// <summary>Starts a stream whose first expected number is not zero: a receiver that joined late.</summary>
    public StreamVerifier(long firstExpected) => _next = firstExpected;

    /// <summary>The number that a perfect stream brings next.</summary>
    public readonly long Next => _next;

    /// <summary>Takes the next arrival. True for a first copy, false for a duplicate.</summary>
    public bool Accept(long sequence)
    {
        if (sequence == _next)
        {
            _next++;
            return true;
        }

        if (sequence > _next)
        {
            Remember(_next, sequence);
            _next = sequence + 1;
            return true;
        }

        if (_missing is not null && _missing.Remove(sequence))
        {
            _reordered++;
            return true;
        }

        _duplicated++;
        return false;
    }

    /// <summary>The verdict once the sender has stopped and the network has been given time to drain.</summary>
    /// <param name="sent">How many messages the sender sent: one more than its highest sequence number.</param>
    public readonly DeliveryCounts Finish(long sent) =>
        new(Math.Max(0, sent - _next) + _abandoned + (_missing?.Count ?? 0), _duplicated, _reordered);

    private void Remember(long from, long to)
    {
        _missing ??= [];
        for (var missing = from; missing < to; missing++)
        {
            if (_missing.Count == MaxRememberedGaps)
            {
                _abandoned += to - missing;
                return;
            }

            _missing.Add(missing);
        }
    }
}
