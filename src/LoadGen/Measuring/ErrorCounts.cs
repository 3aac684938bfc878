using System.Collections.Concurrent;

namespace Sws.LoadGen.Measuring;

/// <summary>Counts errors by name. Names come from a closed set (<c>ConnectionError</c> and close codes), never from a peer's bytes.</summary>
internal sealed class ErrorCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one error.</summary>
    public void Add(string name) => Add(name, 1);

    /// <summary>Counts several errors of one name.</summary>
    public void Add(string name, long count)
    {
        if (count > 0)
        {
            _counts.AddOrUpdate(name, count, (_, old) => old + count);
        }
    }

    /// <summary>Adds all counts of another set.</summary>
    public void Add(IReadOnlyDictionary<string, long> others)
    {
        foreach (var (name, count) in others)
        {
            Add(name, count);
        }
    }

    /// <summary>All errors counted.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>A copy, sorted by name.</summary>
    public SortedDictionary<string, long> ToSorted() => new(_counts, StringComparer.Ordinal);
}
