using System.Globalization;
using System.Net.Sockets;
using Sws.Protocol;

namespace Sws.LoadGen.Connections;

/// <summary>Names of what goes wrong with a connection: the keys of the report's errors. No name holds bytes of a peer.</summary>
internal static class ConnectionError
{
    /// <summary>No TCP connection, upgrade and handshake within the time allowed.</summary>
    public const string ConnectTimeout = "connect_timeout";

    /// <summary>Nobody listens there.</summary>
    public const string ConnectRefused = "connect_refused";

    /// <summary>No free local port or address: add source addresses.</summary>
    public const string NoLocalPort = "no_local_port";

    /// <summary>No free descriptor: use more workers.</summary>
    public const string NoDescriptor = "no_descriptor";

    /// <summary>The TCP connection failed in another way.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>TLS failed.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>The answer to the upgrade request is not HTTP, too long, or its key is wrong.</summary>
    public const string UpgradeMalformed = "upgrade_malformed";

    /// <summary>The server closed during the upgrade or the handshake without a close frame.</summary>
    public const string ClosedInHandshake = "closed_in_handshake";

    /// <summary>The connection ended without a close frame.</summary>
    public const string ClosedAbruptly = "closed_abruptly";

    /// <summary>A record that does not open with the server's key and number.</summary>
    public const string RecordForged = "record_forged";

    /// <summary>A text frame after the handshake.</summary>
    public const string TextAfterHandshake = "text_after_handshake";

    /// <summary>The server does not read: the bounded queue of unsent bytes is full.</summary>
    public const string SendQueueFull = "send_queue_full";

    /// <summary>A message that is not one of this run's.</summary>
    public const string UnexpectedPayload = "unexpected_payload";

    /// <summary>A message of this run with other bytes, or another length, than it was sent with. Its header is not trusted, so what was sent counts as lost.</summary>
    public const string PayloadAltered = "payload_altered";

    /// <summary>The connection that should send next is not open.</summary>
    public const string NotConnected = "not_connected";

    /// <summary>The connection was proven by no message within the time allowed (connect scenario).</summary>
    public const string ProofTimeout = "proof_timeout";

    /// <summary>The server answered the upgrade request with another status than 101.</summary>
    public static string UpgradeStatus(int status) => string.Create(CultureInfo.InvariantCulture, $"upgrade_status_{status}");

    /// <summary>The server sent a close frame with this code.</summary>
    public static string Closed(ushort? code) =>
        code is { } known ? string.Create(CultureInfo.InvariantCulture, $"closed_{known}") : "closed_without_code";

    /// <summary>The server broke the handshake or the framing.</summary>
    public static string Refused(CloseReason reason) => "server_" + reason.Tag;

    /// <summary>The name of a socket's error while connecting.</summary>
    public static string Connecting(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectRefused,
        SocketError.TimedOut => ConnectTimeout,
        SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable => NoLocalPort,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => NoDescriptor,
        _ => ConnectFailed,
    };
}
