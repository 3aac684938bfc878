namespace Sws.Grains.Interfaces.Trust;

/// <summary>Asks to give somebody a role in a hub, or to take it from them.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Subject">What <paramref name="Value"/> is.</param>
/// <param name="Value">Whom it is about.</param>
/// <param name="IsDeny">Whether the role is taken away instead of given.</param>
/// <param name="Role">The role, with or without a pattern.</param>
[GenerateSerializer, Immutable, Alias("sws.grant-request")]
public sealed record GrantRequest(
    [property: Id(0)] string Hub,
    [property: Id(1)] GrantSubject Subject,
    [property: Id(2)] string Value,
    [property: Id(3)] bool IsDeny,
    [property: Id(4)] string Role);
