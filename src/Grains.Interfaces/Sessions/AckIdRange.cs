namespace Sws.Grains.Interfaces.Sessions;

/// <summary>A run of ackIds, both ends included.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
[GenerateSerializer, Immutable, Alias("sws.ack-id-range")]
public readonly record struct AckIdRange([property: Id(0)] ulong First, [property: Id(1)] ulong Last);
