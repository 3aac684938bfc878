using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Sws.Grains.Hubs;

/// <summary>The configured hubs of this process.</summary>
public sealed class HubCatalog
{
    private readonly FrozenDictionary<string, Hub> _hubs;

    /// <summary>Creates the catalogue.</summary>
    /// <param name="hubs">The hubs; names are unique, ordinal.</param>
    public HubCatalog(IEnumerable<Hub> hubs) => _hubs = hubs.ToFrozenDictionary(hub => hub.Name, StringComparer.Ordinal);

    /// <summary>All hubs.</summary>
    public IReadOnlyCollection<Hub> All => _hubs.Values;

    /// <summary>Finds a hub by the name in the URL, case-sensitive.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hub">The hub.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out Hub? hub) => _hubs.TryGetValue(name, out hub);
}
