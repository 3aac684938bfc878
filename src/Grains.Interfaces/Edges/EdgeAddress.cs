namespace Sws.Grains.Interfaces.Edges;

/// <summary>One edge process and how to reach one of its observers.</summary>
/// <param name="EdgeId">Unique per process start, so that a restarted edge is a new edge.</param>
/// <param name="Observer">The observer to call.</param>
[GenerateSerializer, Immutable, Alias("sws.edge-address")]
public sealed record EdgeAddress([property: Id(0)] string EdgeId, [property: Id(1)] IEdgeObserver Observer);
