using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Interfaces.Sessions;

/// <summary>An edge asks to attach a new socket to a session that exists.</summary>
/// <param name="Hub">The hub named in the URL; must be the session's.</param>
/// <param name="Identity">What the client proved on the new socket; the key must be the session's.</param>
/// <param name="Protocol">The negotiated subprotocol; must be the session's.</param>
/// <param name="Token">The recovery token given when the session began.</param>
/// <param name="Edge">Where the new socket is.</param>
/// <param name="HeldBy">The edge that the new one has prepared to take the session from; null when it has not prepared.</param>
/// <param name="Received">The last <see cref="DirectMessage.OutboxId"/> that the client has; null when it does not count them.</param>
/// <param name="IsLost">The asking edge held the session and cannot continue it.</param>
[GenerateSerializer, Immutable, Alias("sws.session-resume")]
public sealed record SessionResume(
    [property: Id(0)] string Hub,
    [property: Id(1)] ClientIdentity Identity,
    [property: Id(2)] string? Protocol,
    [property: Id(3)] string Token,
    [property: Id(4)] EdgeAddress Edge,
    [property: Id(5)] string? HeldBy = null,
    [property: Id(6)] long? Received = null,
    [property: Id(7)] bool IsLost = false);
