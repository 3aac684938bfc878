namespace Sws.Grains.Interfaces.Groups;

/// <summary>The answer to an edge's subscription.</summary>
/// <param name="Position">Where the stream stood: later messages go to the edge.</param>
/// <param name="IsWhole">
/// Whether the edge misses nothing between the position it named and the first message it gets. True when it named none.
/// </param>
/// <param name="HasHistory">Whether the group keeps messages; see <see cref="IGroupGrain.ReadAsync"/>.</param>
[GenerateSerializer, Immutable, Alias("sws.group-subscription")]
public sealed record GroupSubscription([property: Id(0)] GroupPosition Position, [property: Id(1)] bool IsWhole, [property: Id(2)] bool HasHistory = false);
