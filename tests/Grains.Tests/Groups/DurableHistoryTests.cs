using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Groups;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Log;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

public sealed class DurableHistoryTests
{
    [Fact]
    public async Task Publish_WhileAnAppendFails_IsRefusedWithItAndNotTriedAfter()
    {
        FailingLog log = new();
        MessageRing tail = new(100, 1000, TimeSpan.FromMinutes(1), new FakeTimeProvider());
        DurableHistory history = new(log, new LogStream("hub", LogStreamKind.Group, "group"), new LogRetention(100, TimeSpan.FromMinutes(1)), tail, () => { });

        ValueTask<OperationError?> first = PublishAsync(history, 1);
        ValueTask<OperationError?> waiting = PublishAsync(history, 2);
        log.Fail();

        // Tried after it, the second would take as long again, and its caller would have given up before the answer.
        Assert.Equal(OperationErrors.Unavailable, await first.AsTask().Within(Timeouts.Step, "the first answer"));
        Assert.Equal(OperationErrors.Unavailable, await waiting.AsTask().Within(Timeouts.Step, "the second answer"));
        Assert.Equal(1, log.Appends);
        Assert.Equal(OperationErrors.Unavailable, await PublishAsync(history, 3).AsTask().Within(Timeouts.Step, "the third answer"));
        Assert.Equal(2, log.Appends);
    }

    private static ValueTask<OperationError?> PublishAsync(DurableHistory history, ulong number) => history.PublishAsync(
        [new GroupPublish("user", new Payload(PayloadKind.Text, []), null, "producer", number)], _ => Task.FromResult<OperationError?>(null));

    /// <summary>A log that is out of reach, which it takes its time to find out.</summary>
    private sealed class FailingLog : IMessageLog
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Appends { get; private set; }

        public void Fail() => _failed.SetResult();

        public async ValueTask<LogAppended> AppendAsync(LogStream stream, LogRetention retention, IReadOnlyList<LogRecord> records, LogPosition? known = null)
        {
            Appends++;
            await _failed.Task;
            throw new LogUnavailableException("Out of reach.");
        }

        public ValueTask<LogPage?> ReadAsync(LogStream stream, ulong afterOffset) => throw new NotSupportedException();

        public ValueTask<LogBounds?> GetBoundsAsync(LogStream stream) => throw new NotSupportedException();

        public ValueTask DeleteAsync(LogStream stream) => throw new NotSupportedException();

        public ValueTask<ulong> GetCursorAsync(LogStream stream) => throw new NotSupportedException();

        public ValueTask SetCursorAsync(LogStream stream, string epoch, ulong offset) => throw new NotSupportedException();

        public ValueTask SweepAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
