using System.Net;
using Sws.Protocol;

namespace Sws.Client.Connections;

/// <summary>Which ends of a connection are worth another attempt.</summary>
internal static class RetryRules
{
    /// <summary>The gateway's table first; then the ranges it is built from; then what RFC 6455 and IANA say of the code.</summary>
    public static bool MayRetry(SwsCloseStatus status) => status.Source switch
    {
        SwsCloseSource.Transport => true,
        // A record that does not open was changed on the way or lost its place. A new connection is authenticated anew,
        // so going on is safe, and one flipped bit must not do more harm than one cut cable.
        SwsCloseSource.Local => status.Tag == CloseReason.RecordForged.Tag,
        _ => status.Code is not { } code || MayRetry(code),
    };

    /// <summary>Statuses that pass: the server or something before it is busy or starting. 408, 425, 429 and every 5xx but 501 and 505.</summary>
    public static bool MayRetry(HttpStatusCode status) => (int)status switch
    {
        408 or 425 or 429 => true,
        501 or 505 => false,
        var code => code >= 500,
    };

    private static bool MayRetry(int code) => code switch
    {
        1001 or 1005 or 1006 or 1011 or 1012 or 1013 or 1014 => true,
        >= 4000 and <= 4499 => true,
        _ => false,
    };
}
