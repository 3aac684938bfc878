namespace Sws.Grains.Interfaces.Sessions;

/// <summary>
/// The ackIds that a session has used, as runs: a client that counts upwards costs one run for its whole life.
/// Bounded; past that the lowest runs are forgotten.
/// </summary>
public sealed class AckIdSet
{
    /// <summary>The most runs that are kept unless it is said otherwise: 64 × 16 bytes.</summary>
    public const int MaxRanges = 64;

    private readonly int _maxRanges = MaxRanges;

    // Ascending, disjoint and never adjacent.
    private readonly List<AckIdRange> _ranges;

    /// <summary>An empty set.</summary>
    public AckIdSet() => _ranges = [];

    /// <summary>An empty set that keeps more or fewer runs.</summary>
    /// <param name="maxRanges">The most runs; 16 bytes each.</param>
    public AckIdSet(int maxRanges)
        : this() => _maxRanges = maxRanges;

    /// <summary>A set read back from <see cref="ToRanges"/>.</summary>
    /// <param name="ranges">Ascending, disjoint runs.</param>
    /// <param name="maxRanges">The most runs that it may grow to.</param>
    public AckIdSet(IEnumerable<AckIdRange> ranges, int maxRanges = MaxRanges) => (_ranges, _maxRanges) = ([.. ranges], maxRanges);

    /// <summary>The highest id in the set, or null when it is empty.</summary>
    public ulong? Highest => _ranges.Count == 0 ? null : _ranges[^1].Last;

    /// <summary>The runs, ascending.</summary>
    public IReadOnlyList<AckIdRange> ToRanges() => [.. _ranges];

    /// <summary>Whether an id is in the set.</summary>
    /// <param name="id">The id.</param>
    public bool Contains(ulong id)
    {
        int index = FindLastStartingAtOrBelow(id);
        return index >= 0 && id <= _ranges[index].Last;
    }

    /// <summary>Adds an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>False when it was there already.</returns>
    public bool Add(ulong id)
    {
        int below = FindLastStartingAtOrBelow(id);
        if (below >= 0 && id <= _ranges[below].Last)
        {
            return false;
        }

        bool joinsBelow = below >= 0 && _ranges[below].Last + 1 == id;
        bool joinsAbove = below + 1 < _ranges.Count && _ranges[below + 1].First == id + 1;
        switch (joinsBelow, joinsAbove)
        {
            case (true, true):
                _ranges[below] = new AckIdRange(_ranges[below].First, _ranges[below + 1].Last);
                _ranges.RemoveAt(below + 1);
                break;
            case (true, false):
                _ranges[below] = new AckIdRange(_ranges[below].First, id);
                break;
            case (false, true):
                _ranges[below + 1] = new AckIdRange(id, _ranges[below + 1].Last);
                break;
            default:
                _ranges.Insert(below + 1, new AckIdRange(id, id));
                break;
        }

        Trim();
        return true;
    }

    /// <summary>Takes an id out again.</summary>
    /// <param name="id">The id.</param>
    public void Remove(ulong id)
    {
        int index = FindLastStartingAtOrBelow(id);
        if (index < 0 || id > _ranges[index].Last)
        {
            return;
        }

        (ulong first, ulong last) = (_ranges[index].First, _ranges[index].Last);
        _ranges.RemoveAt(index);
        if (id < last)
        {
            _ranges.Insert(index, new AckIdRange(id + 1, last));
        }

        if (first < id)
        {
            _ranges.Insert(index, new AckIdRange(first, id - 1));
        }

        Trim();
    }

    private void Trim()
    {
        if (_ranges.Count > _maxRanges)
        {
            _ranges.RemoveAt(0);
        }
    }

    private int FindLastStartingAtOrBelow(ulong id)
    {
        // New ids are nearly always above all others, so look from the top.
        int index = _ranges.Count - 1;
        while (index >= 0 && _ranges[index].First > id)
        {
            index--;
        }

        return index;
    }
}
