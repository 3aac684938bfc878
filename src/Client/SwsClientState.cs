namespace Sws.Client;

/// <summary>What a client is doing.</summary>
public enum SwsClientState
{
    /// <summary>A first connection is being made.</summary>
    Connecting,

    /// <summary>Connected: in a new session or, <see cref="SwsStateChange.Recovered"/>, in the one before.</summary>
    Connected,

    /// <summary>Connected, and the server has said that it will close soon so that the client can move. It comes back by itself.</summary>
    Draining,

    /// <summary>The connection was lost; the client is coming back.</summary>
    Reconnecting,

    /// <summary>Ended for good.</summary>
    Closed,
}
