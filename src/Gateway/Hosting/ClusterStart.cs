using Sws.Gateway.Limits;

namespace Sws.Gateway.Hosting;

/// <summary>
/// Starts what needs the cluster after the ports are open, in the order of registration, and stops it in the reverse: so
/// liveness and readiness answer while this node waits for Redis or for a silo, and an orchestrator does not take a node
/// that waits for one that hangs. Until all of it has started no client is let in.
/// </summary>
internal sealed partial class ClusterStart(
    IServiceProvider services, NodeState state, IHostApplicationLifetime lifetime, ILogger<ClusterStart> logger) : IHostedLifecycleService
{
    private const string Key = "sws.cluster";

    // Those that began to start, in that order; what did not start must not be stopped.
    private readonly List<IHostedService> _started = [];

    /// <summary>Makes this the starter of every hosted service that is registered so far.</summary>
    public static void TakeOver(IServiceCollection services)
    {
        foreach (ServiceDescriptor hosted in services.Where(service => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService).ToList())
        {
            services.Remove(hosted);
            services.Add(hosted switch
            {
                { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(IHostedService), Key, instance),
                { ImplementationFactory: { } factory } => new ServiceDescriptor(typeof(IHostedService), Key, (provider, _) => factory(provider), hosted.Lifetime),
                _ => new ServiceDescriptor(typeof(IHostedService), Key, hosted.ImplementationType!, hosted.Lifetime),
            });
        }

        services.AddHostedService<ClusterStart>();
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        services.GetService<AdmissionControl>()?.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<RedisConnection>() is { } redis)
        {
            await redis.ConnectAsync(cancellationToken);
        }

        try
        {
            await StartAllAsync([.. services.GetKeyedServices<IHostedService>(Key)], cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StartupException))
        {
            LogNotStarted(logger, exception);
            throw new StartupException($"This node could not join its cluster ({exception.GetType().Name}); the log says more. Start it again once that is mended.");
        }

        state.HasStarted = true;
        services.GetService<AdmissionControl>()?.Open();
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        ReverseAsync(service => (service as IHostedLifecycleService)?.StoppingAsync(cancellationToken));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => ReverseAsync(service => service.StopAsync(cancellationToken));

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        ReverseAsync(service => (service as IHostedLifecycleService)?.StoppedAsync(cancellationToken));

    private async Task StartAllAsync(IHostedService[] all, CancellationToken cancellationToken)
    {
        foreach (IHostedLifecycleService service in all.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(cancellationToken);
        }

        foreach (IHostedService service in all)
        {
            _started.Add(service);
            await service.StartAsync(cancellationToken);
            if (service is BackgroundService { ExecuteTask: { } running })
            {
                _ = WatchAsync(service, running);
            }
        }

        foreach (IHostedLifecycleService service in all.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(cancellationToken);
        }
    }

    /// <summary>As the host does with those it starts itself: a part that fails takes the node down instead of missing in silence.</summary>
    private async Task WatchAsync(IHostedService service, Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (Exception exception)
        {
            LogPartFailed(logger, service.GetType().Name, exception);
            lifetime.StopApplication();
        }
    }

    private async Task ReverseAsync(Func<IHostedService, Task?> step)
    {
        foreach (IHostedService service in Enumerable.Reverse(_started))
        {
            await (step(service) ?? Task.CompletedTask);
        }
    }
}
