namespace Sws.Grains.Interfaces.Sessions;

/// <summary>A position in one group's stream.</summary>
/// <param name="Group">The group.</param>
/// <param name="Epoch">Which incarnation of the stream.</param>
/// <param name="Offset">Offset of the last message seen; the first message of an epoch has offset 1.</param>
[GenerateSerializer, Immutable, Alias("sws.group-offset")]
public sealed record GroupOffset([property: Id(0)] string Group, [property: Id(1)] string Epoch, [property: Id(2)] ulong Offset);
