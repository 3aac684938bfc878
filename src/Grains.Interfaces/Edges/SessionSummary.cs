namespace Sws.Grains.Interfaces.Edges;

/// <summary>One live session, as its edge reports it to an operator.</summary>
/// <param name="ConnectionId">The session's connection id.</param>
/// <param name="Hub">Its hub.</param>
/// <param name="UserId">Its user.</param>
/// <param name="EdgeId">The edge that holds it.</param>
/// <param name="Attached">Whether it has a socket now, or waits for its client to come back.</param>
/// <param name="Generation">Attach number: how many sockets it has had.</param>
/// <param name="Protocol">Its subprotocol; null for a simple client.</param>
/// <param name="Version">SWS version, 1 or 2.</param>
/// <param name="PublicKey">The client's public key, 32 bytes.</param>
/// <param name="RemoteAddress">Address bytes, 4 or 16.</param>
/// <param name="Fingerprint">Fingerprint of the client's certificate; null without one.</param>
/// <param name="NotAfterMs">When that certificate ends, in milliseconds since 1970; 0 without one.</param>
[GenerateSerializer, Immutable, Alias("sws.session-summary")]
public sealed record SessionSummary(
    [property: Id(0)] string ConnectionId,
    [property: Id(1)] string Hub,
    [property: Id(2)] string? UserId,
    [property: Id(3)] string EdgeId,
    [property: Id(4)] bool Attached,
    [property: Id(5)] long Generation,
    [property: Id(6)] string? Protocol,
    [property: Id(7)] int Version,
    [property: Id(8)] byte[] PublicKey,
    [property: Id(9)] byte[] RemoteAddress,
    [property: Id(10)] string? Fingerprint,
    [property: Id(11)] long NotAfterMs);
