using StackExchange.Redis;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>Adds the cluster's Redis.</summary>
internal static class RedisHosting
{
    // 1, 2, 4, 8, 8 … s: soon enough after a Redis that starts with the cluster, and no load for one that is down for long.
    private const int FirstRetryMs = 1000;
    private const int LongestRetryMs = 8000;

    // A command that waits longer has failed; grain calls wait for it. Between the nodes of a site it takes under 1 ms.
    private const int CommandTimeoutMs = 2000;

    /// <summary>Adds the connection; it is made when the host starts.</summary>
    /// <returns>What Orleans' providers connect with: they wait for a lost server instead of giving up.</returns>
    /// <exception cref="StartupException">The password cannot be read.</exception>
    public static ConfigurationOptions AddClusterRedis(this IServiceCollection services, RedisSettings settings)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(settings.Connection);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = CommandTimeoutMs;
        options.SyncTimeout = CommandTimeoutMs;
        options.AsyncTimeout = CommandTimeoutMs;

        // Details are the commands under way with their keys, which peers' names are part of: they would stand in logs.
        options.IncludeDetailInExceptions = false;
        options.ReconnectRetryPolicy = new ExponentialRetry(FirstRetryMs, LongestRetryMs);
        if (settings.PasswordFile is { } path)
        {
            options.Password = ReadPassword(path);
        }

        services.AddSingleton(options).AddSingleton<RedisConnection>();
        return options;
    }

    private static string ReadPassword(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Cluster:RedisPasswordFile: {path} cannot be read ({exception.Message}); let this user read it.");
        }
    }
}
