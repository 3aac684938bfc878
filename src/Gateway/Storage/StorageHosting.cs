using Orleans.Storage;
using Sws.Gateway.Hosting;
using Sws.Gateway.Options;
using Sws.Grains;

namespace Sws.Gateway.Storage;

/// <summary>Adds the embedded default's store.</summary>
internal static class StorageHosting
{
    /// <summary>Keeps grain state in <c>store/grains.db</c> under the data directory.</summary>
    /// <exception cref="StartupException">The file cannot be used.</exception>
    public static ISiloBuilder AddFileGrainStorage(this ISiloBuilder silo, GatewaySettings settings)
    {
        string directory = DataDirectory.Ensure(Path.Combine(DataDirectory.Ensure(settings.DataDirectory), "store"));
        StoreFile file = StoreFile.Open(Path.Combine(directory, "grains.db"));
        silo.Services
            .AddSingleton(_ => file)
            .AddSingleton<FileGrainStorage>()
            .AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Default, static (services, _) => services.GetRequiredService<FileGrainStorage>());
        return silo;
    }
}
