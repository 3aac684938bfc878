namespace Sws.Grains.Interfaces.Edges;

/// <summary>The edges that a grain which comes back empty has to ask.</summary>
/// <param name="Edges">The edges whose lease is valid and that answered lately.</param>
/// <param name="Silent">
/// How many more have a valid lease but were reported as not answering and have not been heard since. Each asserts its
/// groups and sessions again before it counts as well.
/// </param>
[GenerateSerializer, Immutable, Alias("sws.edge-list")]
public sealed record EdgeList([property: Id(0)] IReadOnlyList<EdgeAddress> Edges, [property: Id(1)] int Silent);
