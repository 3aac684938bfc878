using Sws.Grains.Interfaces;

namespace Sws.Grains.Log;

/// <summary>One message to be stored.</summary>
/// <param name="Producer">Who numbers its messages; null when a repetition cannot be told from a new message.</param>
/// <param name="Number">The producer's number of the message; the same number is stored once.</param>
/// <param name="FromUserId">The sender's user id.</param>
/// <param name="Data">The data.</param>
/// <param name="ExceptConnectionId">A session that does not get it, or null.</param>
internal sealed record LogRecord(string? Producer, ulong Number, string? FromUserId, Payload Data, string? ExceptConnectionId);
