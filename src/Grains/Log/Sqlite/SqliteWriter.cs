using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>What is done to the file; runs on the writer's thread only, within a transaction.</summary>
internal sealed class SqliteWriter(TimeProvider time)
{
    private const int EpochBytes = 6;

    // Rows that are kept in memory; past it all are read again.
    private const int CachedRows = 10_000;

    // Trimming waits until a stream is this much over its bound, so that an append rarely deletes.
    private const int SlackDivisor = 8;
    private const int MinSlack = 16;

    private readonly Dictionary<string, SqliteStreamRow> _rows = new(StringComparer.Ordinal);
    private readonly List<SqliteStreamRow> _dirty = [];

    /// <summary>Messages stored by the transaction.</summary>
    public int BatchStored { get; private set; }

    /// <summary>Messages that were stored before.</summary>
    public int BatchDuplicates { get; private set; }

    /// <summary>Bytes stored by the transaction.</summary>
    public long BatchBytes { get; private set; }

    /// <summary>Stores records, unless the stream has another epoch than the known one. The file loses nothing that it committed.</summary>
    public LogAppended Append(SqliteCommands commands, string key, LogRetention retention, IReadOnlyList<LogRecord> records, string? knownEpoch)
    {
        SqliteStreamRow row = Find(commands, key) ?? Begin(commands, key, retention);
        if (knownEpoch is not null && knownEpoch != row.Epoch)
        {
            return new LogAppended(row.Epoch, []);
        }

        row.At = Math.Max(row.At, time.GetUtcNow().ToUnixTimeMilliseconds());
        row.Retention = retention;
        LogOutcome[] outcomes = new LogOutcome[records.Count];
        for (int index = 0; index < outcomes.Length; index++)
        {
            outcomes[index] = Append(commands, row, records[index]);
        }

        TrimByCount(commands, row);
        MarkDirty(row);
        return new LogAppended(row.Epoch, outcomes);
    }

    public void Delete(SqliteCommands commands, string key)
    {
        if (Find(commands, key) is { } row)
        {
            commands.Execute("DELETE FROM messages WHERE stream = $0", row.Id);
            commands.Execute("DELETE FROM seen WHERE stream = $0", row.Id);
            commands.Execute("DELETE FROM streams WHERE id = $0", row.Id);
            _rows.Remove(key);
            _dirty.Remove(row);
        }
    }

    public void SetCursor(SqliteCommands commands, string key, string epoch, ulong offset)
    {
        if (Find(commands, key) is { } row && row.Epoch == epoch)
        {
            commands.Execute("UPDATE streams SET cursor = max(cursor, $1) WHERE id = $0", row.Id, (long)offset);
        }
    }

    /// <summary>Drops what is past its age, up to a number of messages.</summary>
    /// <returns>Whether there may be more to drop.</returns>
    public bool Sweep(SqliteCommands commands, string key, int most)
    {
        if (Find(commands, key) is not { } row)
        {
            return false;
        }

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long age = (long)row.Retention.Age.TotalMilliseconds;
        if (row.At + age + (long)LogLimits.StreamMemory.TotalMilliseconds < now)
        {
            Delete(commands, key);
            return false;
        }

        long kept = commands.Scalar("SELECT offset FROM messages WHERE stream = $0 AND at >= $1 ORDER BY offset LIMIT 1", row.Id, now - age) as long? ?? (row.Last + 1);
        long first = Math.Min(kept, row.First + most);
        if (first > row.First)
        {
            Trim(commands, row, first);
            MarkDirty(row);
        }

        commands.Execute(
            "DELETE FROM seen WHERE stream = $0 AND (offset <= $1 OR at < $2)",
            row.Id,
            row.Last - LogLimits.DedupeMessages,
            now - (long)LogLimits.DedupeAge.TotalMilliseconds);
        return first < kept;
    }

    /// <summary>Writes back what the transaction changed in the table of streams.</summary>
    public void Flush(SqliteCommands commands)
    {
        foreach (SqliteStreamRow row in _dirty)
        {
            commands.Execute(
                "UPDATE streams SET first = $1, last = $2, at = $3, keep = $4, age = $5 WHERE id = $0",
                row.Id, row.First, row.Last, row.At, row.Retention.Messages, (long)row.Retention.Age.TotalMilliseconds);
            row.IsDirty = false;
        }

        _dirty.Clear();
        if (_rows.Count > CachedRows)
        {
            _rows.Clear();
        }
    }

    /// <summary>The transaction was undone: what is remembered of the file may be wrong.</summary>
    public void Forget()
    {
        _rows.Clear();
        _dirty.Clear();
        BatchEnded();
    }

    public void BatchEnded() => (BatchStored, BatchDuplicates, BatchBytes) = (0, 0, 0);

    private LogOutcome Append(SqliteCommands commands, SqliteStreamRow row, LogRecord record)
    {
        long offset = row.Last + 1;
        if (record.Producer is { } producer)
        {
            int isNew = commands.Execute(
                "INSERT OR IGNORE INTO seen (stream, producer, number, offset, at) VALUES ($0, $1, $2, $3, $4)",
                row.Id, producer, (long)record.Number, offset, row.At);
            if (isNew == 0)
            {
                BatchDuplicates++;
                object? stored = commands.Scalar("SELECT offset FROM seen WHERE stream = $0 AND producer = $1 AND number = $2", row.Id, producer, (long)record.Number);
                return new LogOutcome((ulong)(long)stored!, IsDuplicate: true);
            }
        }

        byte[] body = LogBody.Encode(record);
        commands.Execute("INSERT INTO messages (stream, offset, at, body) VALUES ($0, $1, $2, $3)", row.Id, offset, row.At, body);
        row.Last = offset;
        BatchStored++;
        BatchBytes += body.Length;
        return new LogOutcome((ulong)offset, IsDuplicate: false);
    }

    private SqliteStreamRow Begin(SqliteCommands commands, string key, LogRetention retention)
    {
        string epoch = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EpochBytes));
        long id = (long)commands.Scalar(
            "INSERT INTO streams (key, epoch, first, last, at, keep, age, cursor) VALUES ($0, $1, 1, 0, 0, $2, $3, 0) RETURNING id",
            key, epoch, retention.Messages, (long)retention.Age.TotalMilliseconds)!;
        SqliteStreamRow row = new() { Id = id, Epoch = epoch, First = 1, Last = 0, At = 0, Retention = retention };
        _rows.Add(key, row);
        return row;
    }

    private SqliteStreamRow? Find(SqliteCommands commands, string key)
    {
        if (_rows.TryGetValue(key, out SqliteStreamRow? row))
        {
            return row;
        }

        using SqliteDataReader reader = commands.Query("SELECT id, epoch, first, last, at, keep, age FROM streams WHERE key = $0", key);
        if (!reader.Read())
        {
            return null;
        }

        row = new SqliteStreamRow
        {
            Id = reader.GetInt64(0),
            Epoch = reader.GetString(1),
            First = reader.GetInt64(2),
            Last = reader.GetInt64(3),
            At = reader.GetInt64(4),
            Retention = new LogRetention(reader.GetInt32(5), TimeSpan.FromMilliseconds(reader.GetInt64(6))),
        };
        _rows.Add(key, row);
        return row;
    }

    private static void TrimByCount(SqliteCommands commands, SqliteStreamRow row)
    {
        int keep = row.Retention.Messages;
        if (row.Last - row.First >= keep + Math.Max(keep / SlackDivisor, MinSlack))
        {
            Trim(commands, row, row.Last - keep + 1);
        }
    }

    private static void Trim(SqliteCommands commands, SqliteStreamRow row, long first)
    {
        commands.Execute("DELETE FROM messages WHERE stream = $0 AND offset < $1", row.Id, first);
        row.First = first;
    }

    private void MarkDirty(SqliteStreamRow row)
    {
        if (!row.IsDirty)
        {
            row.IsDirty = true;
            _dirty.Add(row);
        }
    }
}
