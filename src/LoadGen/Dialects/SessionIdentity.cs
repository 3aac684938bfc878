namespace Sws.LoadGen.Dialects;

/// <summary>What a server said about a session when it was established.</summary>
/// <param name="ConnectionId">Others can send to it.</param>
/// <param name="UserId">Others can send to it; null where there is none.</param>
/// <param name="ReconnectionToken">Takes the session up again; null where it cannot be.</param>
/// <param name="Recovered">True when this connection has taken up the session that it asked for.</param>
internal sealed record SessionIdentity(string ConnectionId, string? UserId, string? ReconnectionToken, bool Recovered);
