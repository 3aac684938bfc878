using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Interfaces.Sessions;

/// <summary>An edge asks for a new session after the handshake.</summary>
/// <param name="Hub">The hub named in the URL.</param>
/// <param name="Identity">What the client proved.</param>
/// <param name="Protocol">The negotiated subprotocol, or null for a simple client.</param>
/// <param name="Recoverable">Whether the protocol can recover, so that a token is wanted.</param>
/// <param name="Edge">Where the socket is.</param>
/// <param name="Owed">Messages that an earlier session of the same client was owed when it could not go on, in order; null for none.</param>
/// <param name="Former">That earlier session, which is told of this one; null for none.</param>
[GenerateSerializer, Immutable, Alias("sws.session-open")]
public sealed record SessionOpen(
    [property: Id(0)] string Hub,
    [property: Id(1)] ClientIdentity Identity,
    [property: Id(2)] string? Protocol,
    [property: Id(3)] bool Recoverable,
    [property: Id(4)] EdgeAddress Edge,
    [property: Id(5)] IReadOnlyList<DirectContent>? Owed = null,
    [property: Id(6)] string? Former = null);
