namespace Sws.Client;

/// <summary>At which step a connection could not be made.</summary>
public enum SwsConnectFailure
{
    /// <summary>Nothing answered as a WebSocket server.</summary>
    Unreachable,

    /// <summary>The server answered the upgrade request with an HTTP status; see <see cref="SwsConnectException.HttpStatus"/>.</summary>
    HttpRefused,

    /// <summary><see cref="SwsConnectionOptions.ConnectTimeout"/> passed.</summary>
    TimedOut,

    /// <summary>The server's key or certificate is not one that <see cref="SwsConnectionOptions.Trust"/> accepts.</summary>
    ServerUntrusted,

    /// <summary>The server wants a client certificate and the identity has none.</summary>
    CertificateRequired,

    /// <summary>The server's handshake messages are wrong, or not of this SWS version.</summary>
    HandshakeFailed,

    /// <summary>The connection ended during the handshake; see <see cref="SwsConnectException.CloseStatus"/>.</summary>
    Closed,
}
