using Microsoft.Data.Sqlite;

namespace Sws.Gateway.Storage;

/// <summary>One thing to do with the store, and who waits for it.</summary>
/// <param name="run">What to do. Throws nothing but what concerns this request alone, or <see cref="SqliteException"/>.</param>
internal sealed class StoreRequest(Action<SqliteConnection, SqliteTransaction> run)
{
    // The waiter continues elsewhere: the store's loop must go on with the next request.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    /// <summary>Ends when what was asked for is on disk, or with the reason why not.</summary>
    public Task Done => _done.Task;

    /// <summary>Does it inside a transaction that may hold other requests, too.</summary>
    public void Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        try
        {
            run(connection, transaction);
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            _failure = exception;
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Committed()
    {
        if (_failure is null)
        {
            _done.SetResult();
        }
        else
        {
            _done.SetException(_failure);
        }
    }

    /// <summary>The transaction failed as a whole.</summary>
    public void Failed(Exception exception) => _done.SetException(exception);
}
