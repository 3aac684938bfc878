using System.Net;
using Sws.Client.Connections;

namespace Sws.Client;

/// <summary>A connection could not be made.</summary>
public sealed class SwsConnectException : SwsException
{
    internal SwsConnectException(
        SwsConnectFailure failure, SwsCloseStatus? status = null, HttpStatusCode? httpStatus = null, Exception? inner = null)
        : base(Describe(failure, status, httpStatus), inner)
    {
        Failure = failure;
        CloseStatus = status;
        HttpStatus = httpStatus;
    }

    /// <summary>The step that failed.</summary>
    public SwsConnectFailure Failure { get; }

    /// <summary>How the connection ended, when it had been opened.</summary>
    public SwsCloseStatus? CloseStatus { get; }

    /// <summary>The answer to the upgrade request, when it was not 101.</summary>
    public HttpStatusCode? HttpStatus { get; }

    /// <summary>Whether trying again later may help.</summary>
    public bool MayRetry => Failure switch
    {
        SwsConnectFailure.Unreachable or SwsConnectFailure.TimedOut => true,
        SwsConnectFailure.HttpRefused => HttpStatus is { } status && RetryRules.MayRetry(status),
        SwsConnectFailure.Closed => CloseStatus is not { MayRetry: false },
        _ => false,
    };

    private static string Describe(SwsConnectFailure failure, SwsCloseStatus? status, HttpStatusCode? httpStatus) => failure switch
    {
        SwsConnectFailure.Unreachable => "Nothing answered as a WebSocket server at this URL.",
        SwsConnectFailure.HttpRefused => $"The server answered the WebSocket upgrade with HTTP status {(int?)httpStatus}.",
        SwsConnectFailure.TimedOut => "The connection was not ready within the connect time-out.",
        SwsConnectFailure.ServerUntrusted => $"The server's key or certificate is not trusted ({status?.Tag}).",
        SwsConnectFailure.CertificateRequired => "The server requires a client certificate and the identity has none.",
        SwsConnectFailure.HandshakeFailed => $"The SWS handshake failed ({status?.Tag}).",
        _ => $"The connection ended before it was ready ({status?.ForException()}).",
    };
}
