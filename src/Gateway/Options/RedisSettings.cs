namespace Sws.Gateway.Options;

/// <summary>Where Redis is.</summary>
/// <param name="Connection">StackExchange.Redis connection string. It may hold a password: never log it.</param>
/// <param name="PasswordFile">File that holds the password, or null.</param>
internal sealed record RedisSettings(string Connection, string? PasswordFile)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RedisSettings);
}
