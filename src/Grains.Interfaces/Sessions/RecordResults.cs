namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What became of a <see cref="RecordBatch"/>.</summary>
/// <param name="Status">Whether the grain took the batch at all.</param>
/// <param name="Replies">Records for the client.</param>
[GenerateSerializer, Immutable, Alias("sws.record-results")]
public sealed record RecordResults([property: Id(0)] SessionStatus Status, [property: Id(1)] RecordBatch Replies);
