using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Sws.Grains.Interfaces;
using Sws.Grains.Log;
using Sws.Grains.Log.Redis;
using Sws.Grains.Log.Sqlite;

namespace Sws.Benchmarks;

/// <summary>What an append to the message log costs: groups that publish side by side, in batches of several sizes.</summary>
internal static class LogBenchmark
{
    private const int Groups = 64;
    private const int MessageBytes = 256;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string store, string target)
    {
        switch (store)
        {
            case "sqlite":
                Directory.CreateDirectory(target);
                using (SqliteMessageLog log = SqliteMessageLog.Open(new SqliteLogOptions(Path.Combine(target, "messages.db"), 1L << 34, TimeProvider.System, Metrics(), NullLogger.Instance)))
                {
                    await MeasureAllAsync(store, log);
                }

                return 0;
            case "redis":
                await using (ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(target))
                {
                    await MeasureAllAsync(store, new RedisMessageLog(new RedisLogOptions(() => connection.GetDatabase(), "bench:", TimeProvider.System, Metrics(), NullLogger.Instance)));
                }

                return 0;
            default:
                Console.Error.WriteLine("usage: Sws.Benchmarks log sqlite DIRECTORY | log redis HOST:PORT");
                return 2;
        }
    }

    private static async Task MeasureAllAsync(string store, IMessageLog log)
    {
        foreach (int batch in (int[])[1, 16, 256])
        {
            (long messages, TimeSpan elapsed, TimeSpan cpu) = await MeasureAsync(log, batch);
            Console.WriteLine(
                $"{store}: {Groups} groups, batches of {batch}: {messages / elapsed.TotalSeconds:0} appends/s, {cpu.TotalMicroseconds / messages:0.0} us CPU of this process per append");
        }
    }

    private static async Task<(long Messages, TimeSpan Elapsed, TimeSpan Cpu)> MeasureAsync(IMessageLog log, int batch)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpuBefore = self.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        long messages = 0;
        string run = Guid.NewGuid().ToString("N");
        await Task.WhenAll(Enumerable.Range(0, Groups).Select(async group =>
        {
            LogStream stream = new("bench", LogStreamKind.Group, $"{run}.{group}");
            LogRetention retention = new(1000, TimeSpan.FromMinutes(10));
            Payload data = new(PayloadKind.Binary, new byte[MessageBytes]);
            for (ulong number = 1; watch.Elapsed < Duration; number += (ulong)batch)
            {
                await log.AppendAsync(stream, retention, [.. Enumerable.Range(0, batch).Select(index => new LogRecord("producer", number + (ulong)index, "user", data, null))]);
                Interlocked.Add(ref messages, batch);
            }
        }));
        TimeSpan elapsed = watch.Elapsed;
        self.Refresh();
        return (messages, elapsed, self.TotalProcessorTime - cpuBefore);
    }

    private static LogMetrics Metrics() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
