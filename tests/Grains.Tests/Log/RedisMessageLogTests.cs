using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Sws.Grains.Log;
using Sws.Grains.Log.Redis;
using Sws.Testing;

namespace Sws.Grains.Tests.Log;

public sealed class RedisMessageLogTests(RedisFixture redis) : MessageLogTests
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Append_EveryKey_ExpiresByItself()
    {
        await Log.AppendAsync(Stream, new LogRetention(10, TimeSpan.FromMinutes(1)), [Numbered("p", 1, "a")]);

        string tag = $"{_prefix}{{{Stream.Key}}}";
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(tag + ":m"))!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(tag + ":n"))!.Value, TimeSpan.FromMinutes(9), LogLimits.DedupeAge);
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(tag))!.Value, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
    }

    [Fact]
    public async Task Append_MoreNumbersThanAreKept_ForgetsTheOldest()
    {
        LogRetention few = new(10, TimeSpan.FromHours(1));
        for (int start = 0; start <= LogLimits.DedupeMessages; start += 5000)
        {
            await Log.AppendAsync(Stream, few, [.. Enumerable.Range(start, 5000).Select(number => Numbered("p", (ulong)number, "x"))]);
        }

        Assert.Equal(LogLimits.DedupeMessages, await redis.Database.SortedSetLengthAsync($"{_prefix}{{{Stream.Key}}}:n"));
        Assert.Equal(10, await redis.Database.StreamLengthAsync($"{_prefix}{{{Stream.Key}}}:m"));
    }

    [Fact]
    public async Task Append_WithoutRedis_NamesKeyAndRemedyAndGoesOnWhenItIsBack()
    {
        await using RedisProcess own = await RedisProcess.StartAsync();
        ConfigurationOptions options = ConfigurationOptions.Parse(own.ConnectionString);
        (options.AbortOnConnectFail, options.AsyncTimeout, options.ConnectTimeout) = (false, 500, 500);
        options.ReconnectRetryPolicy = new LinearRetry(100);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        RedisMessageLog log = Make(() => connection.GetDatabase(), Time);
        LogRetention kept = new(10, TimeSpan.FromHours(1));
        LogAppended before = await log.AppendAsync(Stream, kept, [Numbered("p", 1, "a")]);
        await own.KillAsync();

        LogUnavailableException refused = await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(Stream, kept, [Numbered("p", 2, "b")]));
        Assert.Contains("Cluster:Redis: the message log's Redis does not answer; start it", refused.Message, StringComparison.Ordinal);
        await own.RestartAsync();
        LogAppended after = await RetryAsync(() => log.AppendAsync(Stream, kept, [Numbered("p", 1, "a"), Numbered("p", 2, "b")]));

        Assert.Equal(before.Epoch, after.Epoch);
        Assert.Equal(new LogOutcome(1, true), after.Outcomes[0]);
        Assert.Equal(2UL, after.Outcomes[1].Offset);
    }

    [Fact]
    public async Task Append_RefusedByRedis_SaysWhatToDo()
    {
        await redis.Database.StringSetAsync($"{_prefix}{{{Stream.Key}}}", "not a hash");

        LogUnavailableException refused = await Assert.ThrowsAsync<LogUnavailableException>(async () => await AppendAsync("a"));

        Assert.Contains("Cluster:Redis", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_WhenTheNewestMessagesAreLost_GoesOnBehindThemAndSaysWhoMissesSome()
    {
        await AppendAsync("a");
        RedisState before = await RedisState.SaveAsync(redis.Database, $"{_prefix}{{{Stream.Key}}}");
        string epoch = (await AppendAsync("b", "c")).Epoch;
        await before.RestoreAsync();

        LogAppended appended = await Log.AppendAsync(Stream, new LogRetention(100, TimeSpan.FromHours(1)), [Numbered("p", 1, "d")], new LogPosition(epoch, 3));

        Assert.Equal(epoch, appended.Epoch);
        Assert.Equal([new LogOutcome(4, false)], appended.Outcomes);
        Assert.Equal(["a", "d"], await TextsAsync(0));
        LogBounds bounds = (await Log.GetBoundsAsync(Stream))!.Value;
        Assert.Equal(new LogBounds(epoch, 1, 4, Lost: 3), bounds);
        Assert.Equal([false, false, true, true], new ulong[] { 1, 2, 3, 4 }.Select(bounds.HasAllAfter));
    }

    [Fact]
    public async Task Append_ToAnInboxOnAServerThatMayHaveLostSome_GivesNoOffsetAgain()
    {
        await using RedisProcess own = await RedisProcess.StartAsync();
        ConfigurationOptions options = ConfigurationOptions.Parse(own.ConnectionString);
        (options.AbortOnConnectFail, options.ReconnectRetryPolicy) = (false, new LinearRetry(100));
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        RedisMessageLog log = Make(() => connection.GetDatabase(), Time);
        LogStream inbox = Stream with { Kind = LogStreamKind.Inbox };
        LogRetention kept = new(10, TimeSpan.FromHours(1));
        LogAppended before = await log.AppendAsync(inbox, kept, [Text("a"), Text("b")]);
        Assert.Equal(3UL, (await log.AppendAsync(inbox, kept, [Text("c")])).Outcomes[0].Offset);

        await own.RestartAsync();
        LogAppended after = await RetryAsync(() => log.AppendAsync(inbox, kept, [Numbered("p", 1, "d")]));
        LogAppended next = await log.AppendAsync(inbox, kept, [Text("e")]);

        Assert.Equal(before.Epoch, after.Epoch);
        Assert.InRange(after.Outcomes[0].Offset, 1000UL, 1UL << 30);
        Assert.Equal(after.Outcomes[0].Offset + 1, next.Outcomes[0].Offset);
        Assert.Equal(["c", "d", "e"], (await log.ReadAsync(inbox, 2))!.Entries.Select(TextOf));
    }

    [Fact]
    public async Task Append_ToANewStreamWhenRedisIsFull_IsRefusedAndLeavesNothing()
    {
        await using RedisProcess own = await RedisProcess.StartAsync();
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(own.ConnectionString + ",allowAdmin=true");
        IServer server = connection.GetServer(own.ConnectionString);
        RedisMessageLog log = Make(() => connection.GetDatabase(), Time);
        LogRetention kept = new(10, TimeSpan.FromHours(1));
        await server.ConfigSetAsync("maxmemory", "1");

        LogUnavailableException refused = await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(Stream, kept, [Text("a")]));
        await server.ConfigSetAsync("maxmemory", "0");

        Assert.Contains("maxmemory", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await server.DatabaseSizeAsync());
        Assert.Equal([new LogOutcome(1, false)], (await log.AppendAsync(Stream, kept, [Text("a")])).Outcomes);
    }

    [Fact]
    public async Task Append_RefusedWhileReadsWork_IsLoggedOnce()
    {
        await using RedisProcess own = await RedisProcess.StartAsync();
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(own.ConnectionString + ",allowAdmin=true");
        IServer server = connection.GetServer(own.ConnectionString);
        LoggedEvents logged = new();
        RedisMessageLog log = Make(() => connection.GetDatabase(), Time, logged);
        LogRetention kept = new(10, TimeSpan.FromHours(1));
        string epoch = (await log.AppendAsync(Stream, kept, [Text("a")])).Epoch;
        await log.SetCursorAsync(Stream, epoch, 1);
        await server.ConfigSetAsync("maxmemory", "1");

        for (int attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(Stream, kept, [Text("b")]));
            Assert.Single((await log.ReadAsync(Stream, 0))!.Entries);

            // Writes nothing, as the cursor is there already: no sign that Redis takes messages again.
            await log.SetCursorAsync(Stream, epoch, 1);
        }

        Assert.Equal([2501], logged.Ids);
        await server.ConfigSetAsync("maxmemory", "0");
        await log.AppendAsync(Stream, kept, [Text("b")]);
        Assert.Equal([2501, 2502], logged.Ids);
    }

    [Fact]
    public async Task Read_OfABodyThatIsNone_IsLogged()
    {
        LoggedEvents logged = new();
        RedisMessageLog log = Make(() => redis.Database, Time, logged);
        await AppendAsync("a");
        await redis.Database.StreamAddAsync($"{_prefix}{{{Stream.Key}}}:m", [new("t", 0), new("b", "")], "2-0");

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.ReadAsync(Stream, 1));

        Assert.Equal([2501], logged.Ids);
    }

    private protected override ValueTask<IMessageLog> OpenAsync(TimeProvider time) => ValueTask.FromResult<IMessageLog>(Make(() => redis.Database, time));

    private protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private static async Task<LogAppended> RetryAsync(Func<ValueTask<LogAppended>> append)
    {
        using CancellationTokenSource timeout = new(Timeouts.Step);
        while (true)
        {
            try
            {
                return await append();
            }
            catch (LogUnavailableException) when (!timeout.IsCancellationRequested)
            {
                // The client is still reconnecting; each try waits for it.
            }
        }
    }

    private RedisMessageLog Make(Func<IDatabase> database, TimeProvider time, ILogger? logger = null) =>
        new(new RedisLogOptions(database, _prefix, time, new LogMetrics(new TestMeters()), logger ?? NullLogger.Instance));
}
