namespace Sws.Grains.Log;

/// <summary>The result of an append: all of it is as safe as the store's fsync promises.</summary>
/// <param name="Epoch">The life of the stream that the offsets belong to.</param>
/// <param name="Outcomes">One per record, in order; empty when the stream has another epoch than the caller knows.</param>
internal sealed record LogAppended(string Epoch, IReadOnlyList<LogOutcome> Outcomes);
