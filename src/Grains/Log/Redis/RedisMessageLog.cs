using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Sws.Grains.Log.Redis;

/// <summary>
/// The message log of a cluster: Redis Streams, one script call per append or page. A message is as safe as Redis makes it
/// before it answers: <c>appendfsync always</c> writes it to disk first.
/// </summary>
internal sealed partial class RedisMessageLog(RedisLogOptions options) : IMessageLog
{
    private const int EpochBytes = 6;

    // Calls under way at most: beyond it Redis is slower than what is published.
    private const int MaxCalls = 4096;

    // Lua counts in doubles, which hold whole numbers up to here: 285 years of a million messages a second.
    private const ulong MaxOffset = (1UL << 53) - 2;

    // What a server can have lost of an inbox is less: more are not stored within a failover.
    private const int SkippedOffsets = 1 << 20;

    private readonly LogHealth _storing = new(options.Metrics, options.Logger, LogHealth.Refusing);
    private readonly LogHealth _reading = new(options.Metrics, options.Logger, LogHealth.Unreadable);
    private int _calls;
    private bool _isChecked;

    public async ValueTask<LogAppended> AppendAsync(
        LogStream stream, LogRetention retention, IReadOnlyList<LogRecord> records, LogPosition? known = null)
    {
        Keys keys = KeysOf(stream);
        long age = (long)retention.Age.TotalMilliseconds;
        List<RedisValue> arguments = new(10 + (2 * records.Count))
        {
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EpochBytes)),
            Now(),
            retention.Messages,
            age,
            LogLimits.DedupeMessages,
            (long)LogLimits.DedupeAge.TotalMilliseconds,
            age + (long)LogLimits.StreamMemory.TotalMilliseconds,
            known?.Epoch ?? "",
            known?.Offset ?? 0,
            stream.Kind == LogStreamKind.Inbox ? SkippedOffsets : 0,
        };
        long bytes = 0;
        foreach (LogRecord record in records)
        {
            byte[] body = LogBody.Encode(record);
            bytes += body.Length;
            arguments.Add(record.Producer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{record.Producer} {record.Number}"));
            arguments.Add(body);
        }

        RedisResult[] result = (RedisResult[])(await CallAsync(_storing, database =>
            database.ScriptEvaluateAsync(RedisScripts.Append, [keys.Head, keys.Messages, keys.Numbers], [.. arguments])))!;
        if ((long)result[1] is var lost and > 0)
        {
            LogMessagesLost(options.Logger, lost);
        }

        LogOutcome[] outcomes = [.. result.Skip(2).Select(value => Outcome((long)value))];
        int duplicates = outcomes.Count(outcome => outcome.IsDuplicate);
        options.Metrics.Appended(outcomes.Length - duplicates, duplicates, bytes);
        return new LogAppended((string)result[0]!, outcomes);
    }

    public ValueTask<LogPage?> ReadAsync(LogStream stream, ulong afterOffset)
    {
        options.Metrics.PageRead();
        return ReadAsync(stream, afterOffset, LogLimits.PageMessages);
    }

    public async ValueTask<LogBounds?> GetBoundsAsync(LogStream stream) => (await ReadAsync(stream, 0, messages: 0))?.Bounds;

    public async ValueTask DeleteAsync(LogStream stream)
    {
        Keys keys = KeysOf(stream);
        await CallAsync(null, database => database.KeyDeleteAsync([keys.Head, keys.Messages, keys.Numbers]));
    }

    public async ValueTask<ulong> GetCursorAsync(LogStream stream)
    {
        RedisValue cursor = await CallAsync(_reading, database => database.HashGetAsync(KeysOf(stream).Head, "c"));
        return cursor.IsNull ? 0 : (ulong)cursor;
    }

    public async ValueTask SetCursorAsync(LogStream stream, string epoch, ulong offset) =>
        await CallAsync(null, database => database.ScriptEvaluateAsync(RedisScripts.SetCursor, [KeysOf(stream).Head], [epoch, offset]));

    /// <summary>Keys expire by themselves, and every append and page trims; what is left is to look after Redis itself, once.</summary>
    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        if (!_isChecked)
        {
            string info = (string?)await CallAsync(null, database => database.ExecuteAsync("INFO", "persistence")) ?? "";
            _isChecked = true;
            if (info.Contains("aof_enabled:0", StringComparison.Ordinal))
            {
                LogNotPersistent(options.Logger);
            }
        }
    }

    private async ValueTask<LogPage?> ReadAsync(LogStream stream, ulong afterOffset, int messages)
    {
        Keys keys = KeysOf(stream);
        return await CallAsync(_reading, async database => ToPage(
            await database.ScriptEvaluateAsync(RedisScripts.Read, [keys.Head, keys.Messages], [Now(), Math.Min(afterOffset, MaxOffset), messages, LogLimits.PageBytes])));
    }

    private static LogPage? ToPage(RedisResult result)
    {
        if (result.IsNull)
        {
            return null;
        }

        RedisResult[] values = (RedisResult[])result!;
        LogBounds bounds = new((string)values[0]!, (ulong)(long)values[2], (ulong)(long)values[1], (ulong)(long)values[3]);
        List<LogEntry> entries = new((values.Length - 4) / 2);
        for (int index = 4; index < values.Length; index += 2)
        {
            entries.Add(Decode((ulong)(long)values[index], (byte[])values[index + 1]!));
        }

        return new LogPage(bounds, entries);
    }

    private static LogEntry Decode(ulong offset, byte[] body)
    {
        try
        {
            return LogBody.Decode(offset, body);
        }
        catch (FormatException exception)
        {
            throw new LogUnavailableException("Cluster:Redis: " + exception.Message, exception);
        }
    }

    /// <param name="health">
    /// What the call is a sign of; null for none: a cursor that is there already, or a deletion, works in a Redis that is full.
    /// </param>
    /// <param name="call">The call.</param>
    private async ValueTask<T> CallAsync<T>(LogHealth? health, Func<IDatabase, Task<T>> call)
    {
        if (Interlocked.Increment(ref _calls) > MaxCalls)
        {
            Interlocked.Decrement(ref _calls);
            throw LogErrors.QueueFull();
        }

        try
        {
            ValueTask<T> answer = ExplainAsync(call);
            return await (health is null ? answer : health.WatchAsync(answer));
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    private async ValueTask<T> ExplainAsync<T>(Func<IDatabase, Task<T>> call)
    {
        try
        {
            return await call(options.Database());
        }
        catch (Exception exception) when (RedisErrors.IsOne(exception))
        {
            throw RedisErrors.Explain(exception);
        }
    }

    private static LogOutcome Outcome(long offset) => offset < 0 ? new LogOutcome((ulong)-offset, IsDuplicate: true) : new LogOutcome((ulong)offset, IsDuplicate: false);

    private RedisValue Now() => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private Keys KeysOf(LogStream stream)
    {
        // The braces make Redis Cluster keep the three together: the script needs them on one server.
        string tag = string.Concat(options.Prefix, "{", stream.Key, "}");
        return new Keys(tag, tag + ":m", tag + ":n");
    }

    private readonly record struct Keys(RedisKey Head, RedisKey Messages, RedisKey Numbers);
}
