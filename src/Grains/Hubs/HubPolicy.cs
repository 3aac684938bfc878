using System.Collections.Concurrent;
using System.Globalization;

namespace Sws.Grains.Hubs;

/// <summary>The permission rules of one hub, ready to be asked. Safe for use from many threads.</summary>
public sealed class HubPolicy
{
    /// <summary>The most rules that a hub may have.</summary>
    public const int MaxRules = 1000;

    // Which rules match depends on what clients show. Beyond this many combinations every session has a set of its own.
    private const int MaxShared = 1024;

    private readonly (RuleMatch? Match, PermissionEntry[] Entries)[] _rules;
    private readonly ConcurrentDictionary<string, PermissionSet> _shared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PermissionSet>.AlternateLookup<ReadOnlySpan<char>> _sharedByRules;

    /// <summary>Creates a policy.</summary>
    /// <param name="rules">The rules, at most <see cref="MaxRules"/>.</param>
    /// <exception cref="ArgumentException">There are more, or a role cannot be read.</exception>
    public HubPolicy(IReadOnlyList<PermissionRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rules.Count, MaxRules);
        _rules = [.. rules.Select((rule, index) => (rule.Match, Entries(rule, index)))];
        _sharedByRules = _shared.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What a client may do.</summary>
    /// <param name="facts">What is proven about it.</param>
    /// <param name="userId">Its user id.</param>
    /// <param name="grants">The runtime grants that apply to it.</param>
    public PermissionSet Resolve(PolicyFacts facts, string? userId, PermissionEntries grants)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(grants);

        // The rules that match, one char each, are the key: nothing is allocated when the set is there.
        Span<char> matching = stackalloc char[MaxRules];
        int count = 0;
        for (int index = 0; index < _rules.Length; index++)
        {
            if (_rules[index].Match?.Matches(facts) != false)
            {
                matching[count++] = (char)index;
            }
        }

        PermissionSet shared = Shared(matching[..count]);
        return grants == PermissionEntries.None && !shared.HasPlaceholder ? shared : shared.With(grants, facts.Placeholders(userId));
    }

    private PermissionSet Shared(ReadOnlySpan<char> matching)
    {
        if (_sharedByRules.TryGetValue(matching, out PermissionSet? shared))
        {
            return shared;
        }

        List<PermissionEntry> entries = [];
        foreach (char index in matching)
        {
            entries.AddRange(_rules[index].Entries);
        }

        shared = new PermissionSet(new PermissionEntries(entries), PermissionEntries.None, default);
        return _shared.Count < MaxShared ? _shared.GetOrAdd(matching.ToString(), shared) : shared;
    }

    private static PermissionEntry[] Entries(PermissionRule rule, int index)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"Permissions:{index}");
        string source = rule.Name is null ? number : $"{number} ({rule.Name})";
        return
        [
            .. rule.Deny.Select(role => Entry(source, role, isDeny: true)),
            .. rule.Allow.Select(role => Entry(source, role, isDeny: false)),
        ];
    }

    private static PermissionEntry Entry(string source, string role, bool isDeny) =>
        PermissionEntry.TryParse(source, role, isDeny, out PermissionEntry? entry)
            ? entry
            : throw new ArgumentException($"'{role}' is not a role; see {nameof(Roles)}.", nameof(role));
}
