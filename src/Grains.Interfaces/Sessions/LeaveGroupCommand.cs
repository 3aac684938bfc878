namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Leave a group.</summary>
/// <param name="Group">Group name.</param>
/// <param name="AckId">Answer with this id, and do it once only.</param>
[GenerateSerializer, Immutable, Alias("sws.command.leave")]
public sealed record LeaveGroupCommand([property: Id(0)] string Group, [property: Id(1)] ulong? AckId) : SessionCommand;
