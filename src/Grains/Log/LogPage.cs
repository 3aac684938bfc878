namespace Sws.Grains.Log;

/// <summary>Some messages of a stream, ascending without a gap.</summary>
/// <param name="Bounds">Where the stream begins and ends, seen together with the messages.</param>
/// <param name="Entries">The messages; the first is the oldest one kept behind the asked offset.</param>
internal sealed record LogPage(LogBounds Bounds, IReadOnlyList<LogEntry> Entries);
