namespace Sws.Grains.Interfaces.Sessions;

/// <summary>One group a session is in.</summary>
/// <param name="Group">Group name, 1–1024 UTF-8 bytes.</param>
/// <param name="Presence">Whether the session follows who joins and leaves.</param>
[GenerateSerializer, Immutable, Alias("sws.group-membership")]
public sealed record GroupMembership([property: Id(0)] string Group, [property: Id(1)] bool Presence);
