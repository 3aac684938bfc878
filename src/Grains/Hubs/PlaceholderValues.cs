namespace Sws.Grains.Hubs;

/// <summary>What the placeholders of a pattern stand for in one session. A pattern with one that has no value matches nothing.</summary>
/// <param name="UserId">For <c>{userId}</c>.</param>
/// <param name="Gid">For <c>{gid}</c>: the certificate's <c>gid</c>.</param>
/// <param name="Name">For <c>{name}</c>: the first name in the certificate.</param>
public readonly record struct PlaceholderValues(string? UserId, string? Gid, string? Name);
