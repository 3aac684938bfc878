namespace Sws.Grains.Interfaces.Groups;

/// <summary>Some messages of a group's history.</summary>
/// <param name="Epoch">Incarnation of the stream; empty when the group keeps no history.</param>
/// <param name="Last">Offset of the newest message.</param>
/// <param name="IsWhole">Whether every message behind the asked position is kept: those here, and the rest on later pages.</param>
/// <param name="Messages">The messages, ascending without a gap; empty when all was read.</param>
[GenerateSerializer, Immutable, Alias("sws.group-page")]
public sealed record GroupPage(
    [property: Id(0)] string Epoch,
    [property: Id(1)] ulong Last,
    [property: Id(2)] bool IsWhole,
    [property: Id(3)] IReadOnlyList<GroupMessage> Messages)
{
    /// <summary>Whether the group keeps any history.</summary>
    public bool HasHistory => Epoch.Length > 0;
}
