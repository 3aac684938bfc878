using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>
/// A thread with a connection of its own: SQLite blocks, and grains must not. What waits is done as one batch, in one
/// transaction where the worker writes, so that one fsync serves many.
/// </summary>
/// <param name="commands">The connection's statements; disposed with the worker.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="isWriter">Whether batches are transactions.</param>
internal sealed class SqliteWorker(SqliteCommands commands, string path, bool isWriter) : IDisposable
{
    // What is waiting at most; a request of a busy group holds up to a thousand messages.
    private const int QueueLength = 4096;

    // Bounds how long one transaction takes, and how much is done again when it fails.
    private const int BatchLength = 512;

    private readonly BlockingCollection<ISqliteJob> _queue = new(QueueLength);
    private Thread? _thread;
    private volatile bool _isClosed;

    /// <summary>Told before a transaction begins, and after one was undone: whatever was remembered of the file is void.</summary>
    public Action? RolledBack { get; init; }

    /// <summary>Told before a transaction is committed.</summary>
    public Action? Committing { get; init; }

    /// <summary>Told after a transaction was committed.</summary>
    public Action? Committed { get; init; }

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = isWriter ? "sws log writer" : "sws log reader" };
        _thread.Start();
    }

    /// <summary>Runs a job on the thread.</summary>
    /// <exception cref="LogUnavailableException">It could not be run, or its batch failed.</exception>
    public ValueTask<T> RunAsync<T>(Func<SqliteCommands, T> work)
    {
        SqliteJob<T> job = new(work);
        try
        {
            return _queue.TryAdd(job) ? new ValueTask<T>(job.Result) : throw LogErrors.QueueFull();
        }
        catch (InvalidOperationException exception) when (_isClosed)
        {
            throw new LogUnavailableException(LogErrors.Stopping().Message, exception);
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        _queue.CompleteAdding();
        _thread?.Join();
        commands.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        List<ISqliteJob> batch = [];
        foreach (ISqliteJob first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (isWriter && batch.Count < BatchLength && _queue.TryTake(out ISqliteJob? next))
            {
                batch.Add(next);
            }

            if (!TryRunBatch(batch) && batch.Count > 1)
            {
                // One of them is the cause, and the others are not to fail with it: what makes room, least of all.
                batch.ForEach(job => TryRunBatch([job]));
            }

            batch.Clear();
        }
    }

    /// <summary>Does jobs, in one transaction where the worker writes, and tells whoever waits.</summary>
    /// <returns>False when they failed. Of several nobody is told then, and nothing is done.</returns>
    private bool TryRunBatch(List<ISqliteJob> batch)
    {
        LogUnavailableException? failure = null;
        try
        {
            if (isWriter)
            {
                commands.Execute("BEGIN IMMEDIATE");
            }

            batch.ForEach(job => job.Run(commands));
            if (isWriter)
            {
                Committing?.Invoke();
                commands.Execute("COMMIT");
            }
        }
        catch (Exception exception) when (exception is SqliteException or FormatException)
        {
            failure = exception is SqliteException error ? SqliteErrors.Explain(error, path) : new LogUnavailableException(exception.Message, exception);
            RollBack();
        }
        catch (Exception exception)
        {
            // A mistake of ours must not end the thread: then nothing would ever be answered again.
            failure = new LogUnavailableException("The message log failed.", exception);
            RollBack();
        }

        if (failure is null)
        {
            // Here, since nothing that fails behind the commit may have it done again.
            Committed?.Invoke();
        }

        if (failure is null || batch.Count == 1)
        {
            batch.ForEach(job => job.Complete(failure));
        }

        return failure is null;
    }

    private void RollBack()
    {
        if (!isWriter)
        {
            return;
        }

        try
        {
            commands.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has undone the transaction itself, or none was begun.
        }

        RolledBack?.Invoke();
    }
}
