namespace Sws.Grains.Hubs;

/// <summary>What a <see cref="PatternPart"/> is.</summary>
internal enum PatternPartKind
{
    /// <summary>Fixed text.</summary>
    Text,

    /// <summary><c>{userId}</c>.</summary>
    UserId,

    /// <summary><c>{gid}</c>.</summary>
    Gid,

    /// <summary><c>{name}</c>.</summary>
    Name,
}
