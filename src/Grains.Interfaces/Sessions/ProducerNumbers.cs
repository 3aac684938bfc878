namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Messages of one producer, by the numbers it gave them.</summary>
/// <param name="Producer">Whose.</param>
/// <param name="Numbers">Their numbers, as runs.</param>
[GenerateSerializer, Immutable, Alias("sws.producer-numbers")]
public sealed record ProducerNumbers([property: Id(0)] string Producer, [property: Id(1)] IReadOnlyList<AckIdRange> Numbers);
