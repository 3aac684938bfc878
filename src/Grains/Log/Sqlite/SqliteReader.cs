using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>What is read from the file; runs on the reader's thread only.</summary>
internal sealed class SqliteReader(TimeProvider time)
{
    public LogPage? Read(SqliteCommands commands, string key, ulong afterOffset)
    {
        // One snapshot for the stream's row and its messages.
        commands.Execute("BEGIN");
        try
        {
            if (Find(commands, key) is not ({ } bounds, var id))
            {
                return null;
            }

            ulong start = Math.Max(bounds.First, afterOffset >= bounds.Last ? bounds.Last + 1 : afterOffset + 1);
            return new LogPage(bounds, Entries(commands, id, start, bounds.Last));
        }
        finally
        {
            commands.Execute("COMMIT");
        }
    }

    public LogBounds? Bounds(SqliteCommands commands, string key) => Find(commands, key)?.Bounds;

    public static ulong Cursor(SqliteCommands commands, string key) =>
        (ulong)(commands.Scalar("SELECT cursor FROM streams WHERE key = $0", key) as long? ?? 0);

    /// <summary>The streams that have something to be swept.</summary>
    public List<string> Due(SqliteCommands commands)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        using SqliteDataReader reader = commands.Query(
            """
            SELECT key FROM streams AS s
            WHERE s.at > $1
                OR s.at + s.age + $2 < $0
                OR (SELECT m.at FROM messages AS m WHERE m.stream = s.id ORDER BY m.offset LIMIT 1) < $0 - s.age
            """,
            now,
            now - (2 * (long)LogLimits.DedupeAge.TotalMilliseconds),
            (long)LogLimits.StreamMemory.TotalMilliseconds);
        List<string> keys = [];
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    private static List<LogEntry> Entries(SqliteCommands commands, long id, ulong start, ulong last)
    {
        List<LogEntry> entries = [];
        using SqliteDataReader reader = commands.Query(
            "SELECT offset, body FROM messages WHERE stream = $0 AND offset BETWEEN $1 AND $2 ORDER BY offset LIMIT $3",
            id, (long)start, (long)last, LogLimits.PageMessages);
        long bytes = 0;
        while (bytes < LogLimits.PageBytes && reader.Read())
        {
            byte[] body = reader.GetFieldValue<byte[]>(1);
            bytes += body.Length;
            entries.Add(LogBody.Decode((ulong)reader.GetInt64(0), body));
        }

        return entries;
    }

    /// <summary>A stream's row; what is past its count or age counts as gone, whether it was deleted already or not.</summary>
    private (LogBounds Bounds, long Id)? Find(SqliteCommands commands, string key)
    {
        long id, last;
        string epoch;
        LogRetention retention;
        using (SqliteDataReader reader = commands.Query("SELECT id, epoch, last, keep, age FROM streams WHERE key = $0", key))
        {
            if (!reader.Read())
            {
                return null;
            }

            (id, epoch, last) = (reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2));
            retention = new LogRetention(reader.GetInt32(3), TimeSpan.FromMilliseconds(reader.GetInt64(4)));
        }

        long oldest = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)retention.Age.TotalMilliseconds;
        long first = commands.Scalar("SELECT offset FROM messages WHERE stream = $0 AND at >= $1 ORDER BY offset LIMIT 1", id, oldest) as long? ?? (last + 1);
        return (new LogBounds(epoch, (ulong)Math.Max(first, last - retention.Messages + 1), (ulong)last), id);
    }
}
