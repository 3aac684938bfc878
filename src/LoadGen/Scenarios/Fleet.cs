using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Scenarios;

/// <summary>The connections that a scenario holds open.</summary>
internal sealed class Fleet(ScenarioContext context, ConnectionOpener opener, IConnectionHandler handler)
{
    private readonly LeanConnection?[] _connections = new LeanConnection?[context.Options.Connections];
    private int _open;
    private int _next = -1;

    /// <summary>Connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The connection of an index; null when it is not open.</summary>
    public LeanConnection? this[int index] => Volatile.Read(ref _connections[index]);

    /// <summary>Opens all connections, so many at a time, no faster than the connect rate.</summary>
    /// <param name="target">What to open under an index.</param>
    /// <param name="prove">Completes once a new connection has shown that it works: null, or the name of the error.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public async Task OpenAllAsync(
        Func<int, ConnectionTarget> target, Func<LeanConnection, CancellationToken, Task<string?>>? prove, CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        var openers = Math.Min(context.Options.ConnectParallel, _connections.Length);
        await Task.WhenAll(Enumerable.Range(0, openers).Select(_ => Task.Run(() => OpenNextAsync(start, target, prove, cancellation), cancellation)))
            .ConfigureAwait(false);
    }

    /// <summary>Opens a connection, counting and timing it. Null when it failed; the error is counted.</summary>
    public async Task<LeanConnection?> OpenAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        var (connection, error) = await TryOpenAsync(target, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            context.Errors.Add(error);
            context.Counters.CountFailed();
        }

        return connection;
    }

    /// <summary>Opens a connection, counting and timing it when that worked. The error is not counted: the caller tries again.</summary>
    public async Task<(LeanConnection? Connection, string? Error)> TryOpenAsync(ConnectionTarget target, CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        var (connection, error) = await opener.OpenAsync(target, handler, cancellation).ConfigureAwait(false);
        if (connection is not null)
        {
            context.RecordHandshake(start);
            context.Counters.CountOpened();
        }

        return (connection, error);
    }

    /// <summary>Takes in a connection that has just opened.</summary>
    public void Add(LeanConnection connection)
    {
        Interlocked.Increment(ref _open);
        Volatile.Write(ref _connections[connection.Index], connection);
    }

    /// <summary>Forgets a connection that has ended.</summary>
    public void Remove(LeanConnection connection)
    {
        Interlocked.Decrement(ref _open);
        Interlocked.CompareExchange(ref _connections[connection.Index], null, connection);
    }

    /// <summary>Closes all connections.</summary>
    public async Task CloseAllAsync(TimeSpan timeout)
    {
        foreach (var batch in _connections.OfType<LeanConnection>().Chunk(500))
        {
            await Task.WhenAll(batch.Select(c => c.CloseAsync(timeout, context.Clock))).ConfigureAwait(false);
        }
    }

    private async Task OpenNextAsync(
        long start, Func<int, ConnectionTarget> target, Func<LeanConnection, CancellationToken, Task<string?>>? prove, CancellationToken cancellation)
    {
        int index;
        while ((index = Interlocked.Increment(ref _next)) < _connections.Length)
        {
            if (context.Options.ConnectRate is { } rate)
            {
                var due = start + (long)(index / rate * context.Clock.TimestampFrequency);
                await context.DelayUntilAsync(due, cancellation).ConfigureAwait(false);
            }

            var connection = await OpenAsync(target(index), cancellation).ConfigureAwait(false);
            if (connection is not null && prove is not null && await prove(connection, cancellation).ConfigureAwait(false) is { } error)
            {
                context.Errors.Add(error);
                connection.Abort();
            }
        }
    }
}
