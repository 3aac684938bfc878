using Microsoft.Extensions.Primitives;

namespace Sws.Gateway.Connections;

/// <summary>A well-formed WebSocket upgrade request.</summary>
/// <param name="Path">Path of the request target, not yet percent-decoded.</param>
/// <param name="Query">Query of the request target, decoded.</param>
/// <param name="Key">The <c>Sec-WebSocket-Key</c>.</param>
/// <param name="Protocols">What <c>Sec-WebSocket-Protocol</c> offers, in order.</param>
/// <param name="HasOrigin">Whether the request carries an <c>Origin</c>: a browser then, and browsers always mask.</param>
/// <param name="Forwarded">The lines of the forwarding header that is looked for, in order; null without any.</param>
internal sealed record UpgradeRequest(
    string Path,
    IReadOnlyDictionary<string, StringValues> Query,
    string Key,
    IReadOnlyList<string> Protocols,
    bool HasOrigin,
    IReadOnlyList<string>? Forwarded);
