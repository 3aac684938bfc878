using Sws.Grains.Interfaces.Edges;

namespace Sws.Gateway.Sessions;

/// <summary>This edge process: its id, new with every start, and its observers.</summary>
internal sealed class EdgeIdentity
{
    private EdgeAddress[] _addresses = [];

    /// <summary>Names this process start.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Sets the observers once they are registered.</summary>
    public void SetObservers(IEnumerable<IEdgeObserver> observers) => _addresses = [.. observers.Select(observer => new EdgeAddress(Id, observer))];

    /// <summary>The address of the observer that serves a key: always the same one, so that calls for one key stay in order.</summary>
    public EdgeAddress AddressFor(string key) => _addresses[(uint)string.GetHashCode(key, StringComparison.Ordinal) % (uint)_addresses.Length];
}
