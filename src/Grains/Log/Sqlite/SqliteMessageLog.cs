using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>
/// The message log of one process: a SQLite file in WAL mode. One thread writes, and commits all appends that wait as one
/// transaction; another reads. An append is answered after its transaction was fsynced.
/// </summary>
internal sealed class SqliteMessageLog : IMessageLog, IDisposable
{
    // Rows deleted in one transaction of the sweep: some milliseconds.
    private const int SweepStep = 2000;

    private readonly FileStream _lock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly SqliteWorker _writing;
    private readonly SqliteWorker _reading;
    private readonly LogMetrics _metrics;
    private readonly LogHealth _storingHealth;
    private readonly LogHealth _readingHealth;

    private SqliteMessageLog(FileStream fileLock, SqliteCommands write, SqliteCommands read, SqliteLogOptions options)
    {
        _lock = fileLock;
        _metrics = options.Metrics;
        _storingHealth = new LogHealth(options.Metrics, options.Logger, LogHealth.Refusing);
        _readingHealth = new LogHealth(options.Metrics, options.Logger, LogHealth.Unreadable);
        _writer = new SqliteWriter(options.Time);
        _reader = new SqliteReader(options.Time);
        _writing = new SqliteWorker(write, options.Path, isWriter: true)
        {
            Committing = () => _writer.Flush(write),
            RolledBack = _writer.Forget,
            Committed = OnCommitted,
        };
        _reading = new SqliteWorker(read, options.Path, isWriter: false);
        _writing.Start();
        _reading.Start();
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="LogUnavailableException">It cannot be used.</exception>
    public static SqliteMessageLog Open(SqliteLogOptions options)
    {
        FileStream fileLock = Lock(options.Path);
        SqliteConnection? write = null;
        try
        {
            write = SqliteSchema.Connect(options.Path);
            if (!SqliteSchema.TryPrepare(write, options.MaxBytes))
            {
                throw SqliteErrors.OfLaterVersion(options.Path);
            }

            return new SqliteMessageLog(fileLock, new SqliteCommands(write), new SqliteCommands(SqliteSchema.Connect(options.Path)), options);
        }
        catch (Exception exception)
        {
            write?.Dispose();
            fileLock.Dispose();
            if (exception is SqliteException error)
            {
                throw SqliteErrors.Explain(error, options.Path);
            }

            throw;
        }
    }

    public ValueTask<LogAppended> AppendAsync(
        LogStream stream, LogRetention retention, IReadOnlyList<LogRecord> records, LogPosition? known = null)
    {
        string key = stream.Key;
        return _storingHealth.WatchAsync(_writing.RunAsync(commands => _writer.Append(commands, key, retention, records, known?.Epoch)));
    }

    public ValueTask<LogPage?> ReadAsync(LogStream stream, ulong afterOffset)
    {
        string key = stream.Key;
        _metrics.PageRead();
        return ReadAsync(commands => _reader.Read(commands, key, afterOffset));
    }

    public ValueTask<LogBounds?> GetBoundsAsync(LogStream stream)
    {
        string key = stream.Key;
        return ReadAsync(commands => _reader.Bounds(commands, key));
    }

    public async ValueTask DeleteAsync(LogStream stream)
    {
        string key = stream.Key;
        await _writing.RunAsync(commands =>
        {
            _writer.Delete(commands, key);
            return true;
        });
    }

    public ValueTask<ulong> GetCursorAsync(LogStream stream)
    {
        string key = stream.Key;
        return ReadAsync(commands => SqliteReader.Cursor(commands, key));
    }

    public async ValueTask SetCursorAsync(LogStream stream, string epoch, ulong offset)
    {
        string key = stream.Key;
        await _writing.RunAsync(commands =>
        {
            _writer.SetCursor(commands, key, epoch, offset);
            return true;
        });
    }

    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        foreach (string key in await ReadAsync(_reader.Due))
        {
            // One short transaction at a time: appends go between.
            while (!cancellationToken.IsCancellationRequested && await _writing.RunAsync(commands => _writer.Sweep(commands, key, SweepStep)))
            {
            }
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        _reading.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            // SQLite would let two processes take turns; their grains would not know of each other's messages.
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw SqliteErrors.InUse(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteErrors.Unreadable(path, exception);
        }
    }

    private ValueTask<T> ReadAsync<T>(Func<SqliteCommands, T> read) => _readingHealth.WatchAsync(_reading.RunAsync(read));

    private void OnCommitted()
    {
        _metrics.Appended(_writer.BatchStored, _writer.BatchDuplicates, _writer.BatchBytes);
        _writer.BatchEnded();
    }
}
