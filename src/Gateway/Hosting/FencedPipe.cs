using System.IO.Pipelines;

namespace Sws.Gateway.Hosting;

/// <summary>A connection whose writes wait while a fence is closed, and which tells of what is read.</summary>
/// <param name="connection">The connection.</param>
/// <param name="fence">The fence.</param>
/// <param name="heard">Called whenever something was read; null where nobody asks.</param>
internal sealed class FencedPipe(IDuplexPipe connection, SiloFence fence, Action? heard) : IDuplexPipe
{
    public PipeReader Input { get; } = heard is null ? connection.Input : new Reader(connection.Input, heard);

    public PipeWriter Output { get; } = new Writer(connection.Output, fence);

    // Tells where a read ends and not where it begins: so none needs a task of its own.
    private sealed class Reader(PipeReader input, Action heard) : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed)
        {
            heard();
            input.AdvanceTo(consumed);
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            heard();
            input.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => input.CancelPendingRead();

        public override void Complete(Exception? exception = null) => input.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => input.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result) => input.TryRead(out result);
    }

    private sealed class Writer(PipeWriter output, SiloFence fence) : PipeWriter
    {
        private CancellationTokenSource? _waiting;

        public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

        public override long UnflushedBytes => output.UnflushedBytes;

        public override void Advance(int bytes) => output.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

        public override void CancelPendingFlush()
        {
            Volatile.Read(ref _waiting)?.Cancel();
            output.CancelPendingFlush();
        }

        public override void Complete(Exception? exception = null) => output.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            fence.IsOpen ? output.FlushAsync(cancellationToken) : FlushLaterAsync(cancellationToken);

        private async ValueTask<FlushResult> FlushLaterAsync(CancellationToken cancellationToken)
        {
            // Left to the collector: whoever cancels the flush may do so when this is over.
            var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Volatile.Write(ref _waiting, waiting);
            try
            {
                await fence.WaitAsync(waiting.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new FlushResult(isCanceled: true, isCompleted: false);
            }
            finally
            {
                Volatile.Write(ref _waiting, null);
            }

            return await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
