namespace Sws.Gateway.Sessions;

/// <summary>How much one session may leave undelivered or unacknowledged.</summary>
/// <param name="Messages">Most messages.</param>
/// <param name="Bytes">Most bytes of their bodies.</param>
internal sealed record SendQueueLimits(int Messages, long Bytes);
