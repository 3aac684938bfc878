using StackExchange.Redis;

namespace Sws.Grains.Tests.Log;

/// <summary>A stream as it is now, to be put back later: what a server that crashes or fails over does with what it had not saved.</summary>
internal sealed class RedisState
{
    private readonly IDatabase _database;
    private readonly List<(RedisKey Key, byte[]? Dump)> _keys = [];

    private RedisState(IDatabase database) => _database = database;

    /// <summary>Saves a stream.</summary>
    /// <param name="database">Where it is.</param>
    /// <param name="tag">The prefix, and the stream's key in braces.</param>
    public static async Task<RedisState> SaveAsync(IDatabase database, string tag)
    {
        RedisState state = new(database);
        foreach (RedisKey key in (RedisKey[])[tag, tag + ":m", tag + ":n"])
        {
            state._keys.Add((key, await database.KeyDumpAsync(key)));
        }

        return state;
    }

    public async Task RestoreAsync()
    {
        foreach ((RedisKey key, byte[]? dump) in _keys)
        {
            await _database.KeyDeleteAsync(key);
            if (dump is not null)
            {
                await _database.KeyRestoreAsync(key, dump);
            }
        }
    }
}
