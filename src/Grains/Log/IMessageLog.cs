namespace Sws.Grains.Log;

/// <summary>
/// Streams of messages that survive the process. Every member throws <see cref="LogUnavailableException"/> when the store
/// does not work; nothing that threw was promised to anybody, but it may have been stored.
/// </summary>
internal interface IMessageLog
{
    /// <summary>Stores records in order, each producer's number once. Completes when they are as safe as the store makes them.</summary>
    /// <param name="stream">The stream; it begins with its first message.</param>
    /// <param name="retention">What is kept of it from now on.</param>
    /// <param name="records">What to store; with none the stream only begins.</param>
    /// <param name="known">
    /// Up to where the caller knows the stream; null when it does not. Where the stream has another epoch by now, nothing is
    /// stored. Where it ends earlier, the store has lost its newest messages: the stream goes on behind this position, so
    /// that no offset is given twice, and says by <see cref="LogBounds.Lost"/> which readers miss something.
    /// </param>
    ValueTask<LogAppended> AppendAsync(LogStream stream, LogRetention retention, IReadOnlyList<LogRecord> records, LogPosition? known = null);

    /// <summary>The messages behind an offset, oldest first; at most <see cref="LogLimits.PageMessages"/> and about <see cref="LogLimits.PageBytes"/>.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="afterOffset">The last offset that the reader has.</param>
    /// <returns>Null when the stream has never begun, or was forgotten.</returns>
    ValueTask<LogPage?> ReadAsync(LogStream stream, ulong afterOffset);

    /// <summary>Where a stream begins and ends; null when it has never begun, or was forgotten.</summary>
    ValueTask<LogBounds?> GetBoundsAsync(LogStream stream);

    /// <summary>Forgets a stream with all its messages, its cursor and its epoch.</summary>
    ValueTask DeleteAsync(LogStream stream);

    /// <summary>The position that was stored with a stream; 0 when none was, or it belongs to another epoch.</summary>
    ValueTask<ulong> GetCursorAsync(LogStream stream);

    /// <summary>Stores a reader's position with a stream. It only moves forward, and is lost with the epoch it belongs to.</summary>
    ValueTask SetCursorAsync(LogStream stream, string epoch, ulong offset);

    /// <summary>Drops what is past its age, in steps that do not hold up appends for long.</summary>
    ValueTask SweepAsync(CancellationToken cancellationToken);
}
