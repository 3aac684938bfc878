namespace Sws.Grains.Interfaces.Groups;

/// <summary>Where a group's stream stands.</summary>
/// <param name="Epoch">Incarnation of the stream.</param>
/// <param name="Offset">Offset of its last message, 0 when there is none yet.</param>
[GenerateSerializer, Immutable, Alias("sws.group-position")]
public sealed record GroupPosition([property: Id(0)] string Epoch, [property: Id(1)] ulong Offset);
