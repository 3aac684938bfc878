using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sws.Grains.Tests.Log;

/// <summary>Keeps the ids of what is logged, in order.</summary>
internal sealed class LoggedEvents : ILogger
{
    private readonly ConcurrentQueue<int> _ids = new();

    public IEnumerable<int> Ids => _ids;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _ids.Enqueue(eventId.Id);
}
