using Sws.Grains.Interfaces;

namespace Sws.Grains.Log;

/// <summary>One stored message.</summary>
/// <param name="Offset">Its place in the stream; the first of an epoch is 1.</param>
/// <param name="FromUserId">The sender's user id.</param>
/// <param name="Data">The data.</param>
/// <param name="ExceptConnectionId">A session that does not get it, or null.</param>
internal sealed record LogEntry(ulong Offset, string? FromUserId, Payload Data, string? ExceptConnectionId);
