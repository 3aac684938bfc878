namespace Sws.Grains.Log.Sqlite;

/// <summary>A job with a result, which is told only after the batch was committed.</summary>
internal sealed class SqliteJob<T>(Func<SqliteCommands, T> work) : ISqliteJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Result => _done.Task;

    public void Run(SqliteCommands commands) => _result = work(commands);

    public void Complete(LogUnavailableException? failure)
    {
        if (failure is null)
        {
            _done.SetResult(_result);
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
