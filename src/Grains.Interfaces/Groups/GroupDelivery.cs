namespace Sws.Grains.Interfaces.Groups;

/// <summary>Messages of one group on their way to one edge.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Group">The group.</param>
/// <param name="Epoch">Incarnation of the group's stream.</param>
/// <param name="Messages">The messages, ascending by offset.</param>
/// <param name="HasHistory">Whether members are told the messages' positions, since they can come back to them.</param>
[GenerateSerializer, Immutable, Alias("sws.group-delivery")]
public sealed record GroupDelivery(
    [property: Id(0)] string Hub,
    [property: Id(1)] string Group,
    [property: Id(2)] string Epoch,
    [property: Id(3)] IReadOnlyList<GroupMessage> Messages,
    [property: Id(4)] bool HasHistory = false);
