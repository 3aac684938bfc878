using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Connections;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Protocol.Records;
using Sws.Testing;

namespace Sws.Gateway.Tests.Connections;

/// <summary>
/// Sockets' pipes run what waits for them on the thread that lets it go on (docs/adr/0019): that must never be while it holds
/// a lock.
/// </summary>
public sealed class InlineContinuationTests
{
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    [Fact]
    public async Task Flush_CompletesWhileItIsAwaitedAndAnotherThreadWrites_NeitherWaitsForTheOther()
    {
        LateWriter writer = new();
        ConnectionOutput output = new(writer);
        output.StartRecords(new RecordSealer(new byte[32], new byte[8]));
        output.Release();
        SendQueue queue = new(null, new SendQueueLimits(10, 1000));
        queue.Attach(output, default);
        Assert.True(queue.TryEnqueue(new byte[] { 1 }, sequenced: false));

        // The second message comes while the first is flushed, and its thread waits for the output with the queue in its hand.
        Thread other = new(() => queue.TryEnqueue(new byte[] { 2 }, sequenced: false)) { IsBackground = true };
        writer.Flushing = () =>
        {
            other.Start();
            SpinWait.SpinUntil(() => other.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Timeouts.Step);
        };

        await Task.Run(output.Flush, TestContext.Current.CancellationToken).Within(Timeouts.Step, "the flush");
        Assert.True(other.Join(Timeouts.Step));
        output.Dispose();
    }

    [Fact]
    public async Task RequestClose_ReaderWaits_GoesOnElsewhere()
    {
        Pipe toServer = new(Inline);
        DefaultConnectionContext context = new() { Transport = new Duplex(toServer.Reader, new Pipe(Inline).Writer) };
        using SwsConnection connection = new(context, 0, long.MaxValue);
        Task<int> reader = ThreadOfCancelledReadAsync(connection.Input);
        int here = 0;
        Thread caller = new(() =>
        {
            here = Environment.CurrentManagedThreadId;
            connection.RequestClose(CloseReason.Draining);
        });
        caller.Start();
        int there = await reader.Within(Timeouts.Step, "the reader to go on");

        Assert.NotEqual(here, there);
    }

    private static async Task<int> ThreadOfCancelledReadAsync(PipeReader input)
    {
        ReadResult read = await input.ReadAsync().ConfigureAwait(false);
        Assert.True(read.IsCanceled);
        return Environment.CurrentManagedThreadId;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Its flush is under way when it is asked for its state, and over when somebody begins to wait for it.</summary>
    private sealed class LateWriter : PipeWriter, IValueTaskSource<FlushResult>
    {
        private readonly byte[] _buffer = new byte[4096];

        public Action Flushing { get; set; } = () => { };

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Action flushing = Flushing;
            Flushing = () => { };
            flushing();
            return new ValueTask<FlushResult>(this, 0);
        }

        public FlushResult GetResult(short token) => default;

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);
    }
}
