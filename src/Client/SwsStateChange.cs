namespace Sws.Client;

/// <summary>One step in the life of a client.</summary>
/// <param name="State">The new state.</param>
/// <param name="Recovered">For <see cref="SwsClientState.Connected"/>: true when the session before goes on with nothing missing.</param>
/// <param name="Reason">For <see cref="SwsClientState.Connected"/> in a new session: why the one before was not recovered, as the server wrote it.</param>
/// <param name="CloseStatus">For <see cref="SwsClientState.Reconnecting"/> and <see cref="SwsClientState.Closed"/>: how the connection ended.</param>
/// <param name="Failure">For <see cref="SwsClientState.Reconnecting"/> and <see cref="SwsClientState.Closed"/>: why an attempt to connect failed.</param>
public sealed record SwsStateChange(
    SwsClientState State,
    bool Recovered = false,
    string? Reason = null,
    SwsCloseStatus? CloseStatus = null,
    SwsConnectException? Failure = null);
