using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Sws.Grains.Log.Redis;
using Sws.Grains.Log.Sqlite;

namespace Sws.Grains.Log;

/// <summary>Registers the message log, which durable hubs need on every silo.</summary>
public static class MessageLogServices
{
    /// <summary>Adds the log of one process: a SQLite file.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="maxBytes">Largest size of the file, bytes.</param>
    public static IServiceCollection AddSwsSqliteLog(this IServiceCollection services, string path, long maxBytes) => services
        .AddSingleton<LogMetrics>()
        .AddSingleton<IMessageLog>(provider => SqliteMessageLog.Open(new SqliteLogOptions(
            path,
            maxBytes,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LogMetrics>(),
            provider.GetRequiredService<ILogger<SqliteMessageLog>>())))
        .AddHostedService<LogSweep>();

    /// <summary>Adds the log of a cluster: Redis Streams.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">Finds the database; called with every access.</param>
    /// <param name="prefix">Start of every key.</param>
    public static IServiceCollection AddSwsRedisLog(this IServiceCollection services, Func<IServiceProvider, IDatabase> database, string prefix) => services
        .AddSingleton<LogMetrics>()
        .AddSingleton<IMessageLog>(provider => new RedisMessageLog(new RedisLogOptions(
            () => database(provider),
            prefix,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LogMetrics>(),
            provider.GetRequiredService<ILogger<RedisMessageLog>>())))
        .AddHostedService<LogSweep>();

    /// <summary>Opens the log if there is one, so that a store which cannot be used is known before anything starts.</summary>
    /// <param name="provider">The host's services.</param>
    /// <exception cref="LogUnavailableException">It cannot be used.</exception>
    public static void OpenSwsLog(this IServiceProvider provider) => _ = provider.GetServices<IMessageLog>().ToList();
}
