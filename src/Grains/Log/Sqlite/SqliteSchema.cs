using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>Opens connections to the file and makes its tables.</summary>
internal static class SqliteSchema
{
    private const int Version = 1;
    private const int PageSize = 4096;

    // synchronous=FULL: the write-ahead log is fsynced before a commit returns (https://www.sqlite.org/pragma.html#pragma_synchronous).
    private const string Open = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 1000;
        PRAGMA temp_store = MEMORY;
        """;

    // "seen" remembers producers' numbers beyond the life of their messages.
    private const string Create = """
        CREATE TABLE IF NOT EXISTS streams (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            at INTEGER NOT NULL, keep INTEGER NOT NULL, age INTEGER NOT NULL, cursor INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS messages (
            stream INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (stream, offset)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS seen (
            stream INTEGER NOT NULL, producer TEXT NOT NULL, number INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (stream, producer, number)) WITHOUT ROWID;
        """;

    /// <summary>Opens a connection; only one at a time may write.</summary>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    public static SqliteConnection Connect(string path)
    {
        SqliteConnectionStringBuilder builder = new() { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        SqliteConnection connection = new(builder.ToString());
        try
        {
            connection.Open();
            Execute(connection, Open);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the tables where there are none, and bounds the size of the file.</summary>
    /// <returns>False when a later version made them.</returns>
    public static bool TryPrepare(SqliteConnection connection, long maxBytes)
    {
        long version = (long)Scalar(connection, "PRAGMA user_version")!;
        if (version > Version)
        {
            return false;
        }

        Execute(connection, Create);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}; PRAGMA max_page_count = {Math.Max(maxBytes / PageSize, 1)};"));
        return true;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
