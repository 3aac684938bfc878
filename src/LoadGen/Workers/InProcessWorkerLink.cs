using System.IO.Pipelines;

namespace Sws.LoadGen.Workers;

/// <summary>A worker inside this process: for tests, which need no process of its own.</summary>
internal sealed class InProcessWorkerLink : IWorkerLink
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _session;
    private readonly MessageChannel _workerSide;

    /// <summary>Starts the worker.</summary>
    public InProcessWorkerLink(TimeProvider clock)
    {
        var (down, up) = (new Pipe(), new Pipe());
        Channel = new MessageChannel(up.Reader.AsStream(), down.Writer.AsStream());
        _workerSide = new MessageChannel(down.Reader.AsStream(), up.Writer.AsStream());
        _session = Task.Run(() => new WorkerSession(_workerSide, clock).RunAsync(_stop.Token));
    }

    /// <inheritdoc/>
    public string Name => "this process";

    /// <inheritdoc/>
    public MessageChannel Channel { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _session.ConfigureAwait(false);
        await Channel.DisposeAsync().ConfigureAwait(false);
        await _workerSide.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
