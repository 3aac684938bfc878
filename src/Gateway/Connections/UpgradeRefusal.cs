namespace Sws.Gateway.Connections;

/// <summary>An HTTP answer to a request that is not served.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Title">Reason phrase.</param>
/// <param name="Text">One line for a person; holds no bytes of the peer.</param>
internal sealed record UpgradeRefusal(int Status, string Title, string Text)
{
    public static UpgradeRefusal BadRequest { get; } = new(400, "Bad Request", "The request is not a valid HTTP/1.1 request.");

    public static UpgradeRefusal BadForwarded { get; } = new(400, "Bad Request", "The proxy did not say where the request comes from.");

    public static UpgradeRefusal Timeout { get; } = new(408, "Request Timeout", "The request did not arrive in time.");

    public static UpgradeRefusal UpgradeRequired { get; } = new(426, "Upgrade Required", "This port speaks SWS over WebSocket: connect to ws://host/client/hubs/{hub}.");

    public static UpgradeRefusal TooLarge { get; } = new(431, "Request Header Fields Too Large", "The request head is larger than 16 KiB.");

    public static UpgradeRefusal UnknownHub { get; } = new(404, "Not Found", "There is no such hub: connect to /client/hubs/{hub}.");

    public static UpgradeRefusal UnknownProtocol { get; } = new(400, "Bad Request", "The protocol in the query is not supported.");

    public static UpgradeRefusal TooManyRequests { get; } = new(429, "Too Many Requests", "Too many connections from this address; try again later.");

    public static UpgradeRefusal Overloaded { get; } = new(503, "Service Unavailable", "This node takes no more connections now; try again.");
}
