using Sws.Gateway.Connections;

namespace Sws.Gateway.Sessions;

/// <summary>Limits and times that apply to every session of an edge.</summary>
/// <param name="Timeouts">How long peers are waited for.</param>
/// <param name="QueueLimits">How much a session may leave unacknowledged.</param>
/// <param name="MaxMessageBytes">Largest message a client may send.</param>
/// <param name="MaxGroups">Groups a session may be in.</param>
internal sealed record SessionSettings(ConnectionTimeouts Timeouts, SendQueueLimits QueueLimits, int MaxMessageBytes, int MaxGroups);
