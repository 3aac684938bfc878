namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The commands of one read of a socket, in order.</summary>
/// <param name="Generation">The attach number that the edge holds.</param>
/// <param name="Commands">At least one.</param>
/// <param name="IsRepeat">The edge sends them again, because the answer to an earlier call got lost.</param>
[GenerateSerializer, Immutable, Alias("sws.command-batch")]
public sealed record CommandBatch(
    [property: Id(0)] long Generation,
    [property: Id(1)] IReadOnlyList<SessionCommand> Commands,
    [property: Id(2)] bool IsRepeat = false);
