using System.Net;
using StackExchange.Redis;

namespace Sws.Gateway.Hosting;

/// <summary>
/// This process's own connection to the cluster's Redis, made before anything else that needs it. Orleans' providers make
/// theirs from the same options, since each closes its connection at its own point of the shutdown.
/// </summary>
internal sealed partial class RedisConnection(ConfigurationOptions options, TimeProvider time, ILogger<RedisConnection> logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(1);

    private ConnectionMultiplexer? _multiplexer;

    /// <summary>The connection; only after <see cref="ConnectAsync"/>.</summary>
    public IConnectionMultiplexer Multiplexer => _multiplexer ?? throw new InvalidOperationException("Redis is not connected yet.");

    /// <summary>Connects, however long it takes; says why it waits.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        ConfigurationOptions first = options.Clone();
        first.AbortOnConnectFail = true;
        for (TimeSpan delay = FirstDelay; ; delay = 2 * delay < LongestDelay ? 2 * delay : LongestDelay)
        {
            try
            {
                _multiplexer = await ConnectionMultiplexer.ConnectAsync(first).WaitAsync(cancellationToken);
                return;
            }
            catch (RedisConnectionException exception)
            {
                LogUnreachable(logger, Servers, Problem(exception), delay.TotalSeconds);
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>The servers' addresses, for messages.</summary>
    public string Servers => string.Join(", ", options.EndPoints.Select(Name));

    /// <summary>Whether Redis answers now.</summary>
    public async ValueTask<bool> AnswersAsync()
    {
        if (_multiplexer is not { IsConnected: true } multiplexer)
        {
            return false;
        }

        try
        {
            await multiplexer.GetDatabase().PingAsync().WaitAsync(PingTimeout, time);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is not null)
        {
            await _multiplexer.DisposeAsync();
        }
    }

    private static string Problem(RedisConnectionException exception) => exception.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure => "it refuses the password; set Cluster:RedisPasswordFile to the right one",
        _ => "it does not answer; start Redis there or name another server",
    };

    private static string Name(EndPoint endpoint) => endpoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{endpoint}";
}
