namespace Sws.Protocol.Certificates;

/// <summary>
/// Collects an object's members as a JavaScript object does: a name set again keeps its place and takes the new value, and names
/// that are array indices come first, in ascending order (ECMA-262, OrdinaryOwnPropertyKeys).
/// </summary>
internal sealed class EcmaMembers
{
    // Certificates have about ten members; a dictionary only pays for itself beyond that.
    private const int IndexThreshold = 16;

    private readonly List<KeyValuePair<string, EcmaValue>> _members = [];
    private Dictionary<string, int>? _positions;

    /// <summary>Sets a member; false when the name was there before (it then has the new value).</summary>
    public bool Set(string name, EcmaValue value)
    {
        var position = PositionOf(name);
        if (position >= 0)
        {
            _members[position] = new(name, value);
            return false;
        }

        _members.Add(new(name, value));
        _positions?.Add(name, _members.Count - 1);
        return true;
    }

    public IReadOnlyList<KeyValuePair<string, EcmaValue>> InEnumerationOrder()
    {
        if (!_members.Exists(member => TryArrayIndex(member.Key, out _)))
        {
            return _members;
        }

        var indexed = new SortedDictionary<uint, KeyValuePair<string, EcmaValue>>();
        var named = new List<KeyValuePair<string, EcmaValue>>(_members.Count);
        foreach (var member in _members)
        {
            if (TryArrayIndex(member.Key, out var index))
            {
                indexed.Add(index, member);
            }
            else
            {
                named.Add(member);
            }
        }

        return [.. indexed.Values, .. named];
    }

    private int PositionOf(string name)
    {
        if (_positions is null && _members.Count < IndexThreshold)
        {
            return _members.FindIndex(member => string.Equals(member.Key, name, StringComparison.Ordinal));
        }

        if (_positions is null)
        {
            _positions = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < _members.Count; i++)
            {
                _positions.Add(_members[i].Key, i);
            }
        }

        return _positions.TryGetValue(name, out var position) ? position : -1;
    }

    /// <summary>ECMA-262 array index: the canonical decimal form of an integer from 0 to 2³² − 2.</summary>
    private static bool TryArrayIndex(string name, out uint index)
    {
        index = 0;
        if (name.Length is 0 or > 10 || (name[0] == '0' && name.Length > 1))
        {
            return false;
        }

        ulong value = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (uint)(c - '0');
        }

        index = (uint)value;
        return value < uint.MaxValue;
    }
}
