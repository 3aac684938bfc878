using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Storage;

/// <summary>
/// The file behind the embedded default's store: SQLite with a write-ahead log, every commit flushed to disk. One loop does
/// all the work; what waits at the same moment shares one commit, and so one flush.
/// </summary>
internal sealed class StoreFile : IAsyncDisposable
{
    // Grains await each write, so that what waits is bounded by the grains that write; this bounds a burst of them.
    private const int MaxWaiting = 4096;

    // More would make the first of a commit wait for long.
    private const int MaxPerCommit = 256;

    // How long a file that another process has open is waited for; 0 would mean for ever.
    private const int BusySeconds = 1;

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS grain_state (
            state TEXT NOT NULL, grain TEXT NOT NULL, etag INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (state, grain)) WITHOUT ROWID
        """;

    private readonly SqliteConnection _connection;
    private readonly Channel<StoreRequest> _requests = Channel.CreateBounded<StoreRequest>(MaxWaiting);
    private readonly Task _loop;

    private StoreFile(SqliteConnection connection)
    {
        _connection = connection;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Opens the file, and makes it if it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StartupException">It cannot be used: corrupt, in use by another process, not writable.</exception>
    public static StoreFile Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            MakeOwnersOnly(path);
            connection.Open();

            // Exclusive: a second gateway on the same directory fails here and not in the middle of its work.
            Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, Schema);
            Execute(connection, "COMMIT");
            Check(connection);
            return new StoreFile(connection);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection.Dispose();
            throw new StartupException($"Gateway:DataDirectory: the store {path} cannot be used: {Explain(exception)}");
        }
    }

    /// <summary>Does something in the store.</summary>
    /// <returns>A task that ends when it is on disk.</returns>
    public async Task RunAsync(Action<SqliteConnection, SqliteTransaction> run)
    {
        StoreRequest request = new(run);
        await _requests.Writer.WriteAsync(request);
        await request.Done;
    }

    /// <summary>Finishes what was asked for, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private void Loop()
    {
        List<StoreRequest> batch = [];
        while (_requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaxPerCommit && _requests.Reader.TryRead(out StoreRequest? request))
            {
                batch.Add(request);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<StoreRequest> batch)
    {
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            foreach (StoreRequest request in batch)
            {
                request.Run(_connection, transaction);
            }

            transaction.Commit();
        }
        catch (SqliteException exception)
        {
            // Rolled back by the transaction's end: nothing of the batch has happened.
            batch.ForEach(request => request.Failed(exception));
            return;
        }

        batch.ForEach(request => request.Committed());
    }

    private static void MakeOwnersOnly(string path)
    {
        if (!File.Exists(path) && !OperatingSystem.IsWindows())
        {
            // SQLite gives its log the mode of the file that it belongs to.
            using FileStream made = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }

    private static void Check(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
        {
            throw new IOException("it is damaged");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Explain(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } =>
            "another process has it open; stop that gateway, or give this one a directory of its own.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT } =>
            "it is damaged or no store; put a copy back, or move it away (revocations and added authorities are then lost).",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => "the disk is full; make room.",
        IOException { Message: "it is damaged" } =>
            "it is damaged; put a copy back, or move it away (revocations and added authorities are then lost).",
        _ => "it cannot be written; check owner, mode and free space of the file and its directory.",
    };
}
