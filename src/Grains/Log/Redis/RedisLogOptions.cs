using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Sws.Grains.Log.Redis;

/// <summary>What the Redis log needs.</summary>
/// <param name="Database">Gives the database; asked for with every call, so that the connection may come later.</param>
/// <param name="Prefix">Start of every key.</param>
/// <param name="Time">The clock.</param>
/// <param name="Metrics">Figures.</param>
/// <param name="Logger">Where failures are told.</param>
internal sealed record RedisLogOptions(Func<IDatabase> Database, string Prefix, TimeProvider Time, LogMetrics Metrics, ILogger Logger);
