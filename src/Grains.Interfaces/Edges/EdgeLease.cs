namespace Sws.Grains.Interfaces.Edges;

/// <summary>The directory's answer to a registration.</summary>
/// <param name="Term">
/// Changes when some grain may have gone on without the edge: the edge then trusts no group position until the group has
/// confirmed it.
/// </param>
/// <param name="Round">Changes when grains may have lost their memory: the edge asserts its sessions and groups again.</param>
[GenerateSerializer, Immutable, Alias("sws.edge-lease")]
public sealed record EdgeLease([property: Id(0)] string Term, [property: Id(1)] long Round);
