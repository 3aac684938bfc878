namespace Sws.Grains.Interfaces.Edges;

/// <summary>Which sessions an operator asks for; in the order of their connection ids.</summary>
/// <param name="Hub">Only those of this hub; null for all.</param>
/// <param name="UserId">Only those of this user; null for all.</param>
/// <param name="ConnectionId">Only this one; null for all.</param>
/// <param name="After">Only those whose connection id comes after this one, ordinal; null for the first page.</param>
/// <param name="Top">At most so many, 1 to 1000.</param>
[GenerateSerializer, Immutable, Alias("sws.session-query")]
public sealed record SessionQuery(
    [property: Id(0)] string? Hub,
    [property: Id(1)] string? UserId,
    [property: Id(2)] string? ConnectionId,
    [property: Id(3)] string? After,
    [property: Id(4)] int Top);
