namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What became of a <see cref="CommandBatch"/>.</summary>
/// <param name="Status">Whether the grain took the batch at all.</param>
/// <param name="Results">One per command that wants an answer, in order.</param>
[GenerateSerializer, Immutable, Alias("sws.command-results")]
public sealed record CommandResults([property: Id(0)] SessionStatus Status, [property: Id(1)] IReadOnlyList<CommandResult> Results);
