using Orleans.Concurrency;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>Keeps the leases of all edges.</summary>
[GrainType("sws.edge-directory"), Reentrant]
internal sealed class EdgeDirectoryGrain(IGrainContext context, TimeProvider time) : IGrainBase, IEdgeDirectoryGrain
{
    private readonly Dictionary<string, (EdgeAddress Edge, DateTimeOffset Expires)> _leases = [];

    public IGrainContext GrainContext { get; } = context;

    public ValueTask RegisterAsync(EdgeAddress edge)
    {
        _leases[edge.EdgeId] = (edge, time.GetUtcNow() + EdgeLeases.Duration);
        return ValueTask.CompletedTask;
    }

    public ValueTask UnregisterAsync(string edgeId)
    {
        _leases.Remove(edgeId);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<EdgeAddress>> ListAsync()
    {
        DateTimeOffset now = time.GetUtcNow();
        return ValueTask.FromResult<IReadOnlyList<EdgeAddress>>([.. _leases.Values.Where(lease => lease.Expires > now).Select(lease => lease.Edge)]);
    }
}
