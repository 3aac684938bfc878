namespace Sws.Protocol.Messaging;

/// <summary>The first message of every connection.</summary>
/// <param name="ConnectionId">Names the session; stays the same across recoveries.</param>
/// <param name="UserId">Who the client is, if anybody.</param>
/// <param name="ReconnectionToken">Recovers the session, together with the client's key (reliable protocols only).</param>
/// <param name="Recovered">Whether this connection continues an earlier one.</param>
/// <param name="Reason">Why a recovery that was asked for did not happen.</param>
/// <param name="AckedUpTo">The highest ack id executed so far; the client may forget what it sent up to here.</param>
/// <param name="TtlSeconds">How long the session outlives its connection, in seconds.</param>
/// <param name="Limits">The limits of this connection.</param>
public sealed record Connected(
    string ConnectionId,
    string? UserId,
    string? ReconnectionToken,
    bool Recovered,
    string? Reason,
    ulong? AckedUpTo,
    int? TtlSeconds,
    ConnectionLimits? Limits) : ServerMessage;
