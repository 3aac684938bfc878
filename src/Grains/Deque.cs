using System.Collections;

namespace Sws.Grains;

/// <summary>A ring of items with cheap access at both ends and by index; starts small, because many sessions hold one.</summary>
/// <typeparam name="T">Of what.</typeparam>
public sealed class Deque<T> : IEnumerable<T>
{
    private const int InitialCapacity = 4;

    private T[] _ring = new T[InitialCapacity];
    private int _first;

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>The item at a place.</summary>
    /// <param name="index">0 for the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return _ring[(_first + index) & (_ring.Length - 1)];
        }
    }

    /// <summary>Adds an item behind the last.</summary>
    /// <param name="item">The item.</param>
    public void Add(T item)
    {
        GrowIfFull();
        _ring[(_first + Count++) & (_ring.Length - 1)] = item;
    }

    /// <summary>Adds an item ahead of the first.</summary>
    /// <param name="item">The item.</param>
    public void AddFirst(T item)
    {
        GrowIfFull();
        _first = (_first - 1) & (_ring.Length - 1);
        _ring[_first] = item;
        Count++;
    }

    /// <summary>Removes the first item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public void RemoveFirst()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        _ring[_first] = default!;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void GrowIfFull()
    {
        if (Count == _ring.Length)
        {
            T[] larger = new T[_ring.Length * 2];
            for (int index = 0; index < Count; index++)
            {
                larger[index] = this[index];
            }

            (_ring, _first) = (larger, 0);
        }
    }
}
