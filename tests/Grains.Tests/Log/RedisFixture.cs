using StackExchange.Redis;
using Sws.Grains.Tests.Log;
using Sws.Testing;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Sws.Grains.Tests.Log;

/// <summary>One redis-server for all tests of this project that do not stop it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisProcess? _redis;
    private ConnectionMultiplexer? _connection;

    public IDatabase Database => _connection!.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await _redis!.DisposeAsync();
    }
}
