using Sws.Gateway.Options;
using Sws.Grains.Log;

namespace Sws.Gateway.Hosting;

/// <summary>Adds the message log where a hub is durable: a file of this process, or the cluster's Redis.</summary>
internal static class MessageLogHosting
{
    public static IServiceCollection AddSwsMessageLog(this IServiceCollection services, GatewaySettings settings)
    {
        if (!settings.Hubs.Any(hub => hub.IsDurable))
        {
            return services;
        }

        if (settings.Cluster.Provider == ClusterProvider.Redis)
        {
            return services.AddSwsRedisLog(
                provider => provider.GetRequiredService<RedisConnection>().Multiplexer.GetDatabase(),
                $"{settings.Cluster.ServiceId}:log:");
        }

        string directory = DataDirectory.Ensure(Path.Combine(DataDirectory.Ensure(settings.DataDirectory), "store"));
        return services.AddSwsSqliteLog(Path.Combine(directory, "messages.db"), settings.StoreBytes);
    }

    /// <summary>Opens the log, so that one which cannot be used stops the start with one line.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static void OpenMessageLog(this WebApplication app)
    {
        try
        {
            app.Services.OpenSwsLog();
        }
        catch (LogUnavailableException exception)
        {
            throw new StartupException(exception.Message);
        }
    }
}
