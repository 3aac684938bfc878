using System.IO.Pipelines;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Workers;

/// <summary>A link whose worker's side is the test's.</summary>
internal sealed class PipeLink : IWorkerLink
{
    private readonly Pipe _down = new();
    private readonly Pipe _up = new();

    public PipeLink(string name)
    {
        Name = name;
        Channel = new MessageChannel(_up.Reader.AsStream(), _down.Writer.AsStream());
        Worker = new MessageChannel(_down.Reader.AsStream(), _up.Writer.AsStream());
    }

    public string Name { get; }

    public MessageChannel Channel { get; }

    /// <summary>What the worker sends on and receives from.</summary>
    public MessageChannel Worker { get; }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Channel.DisposeAsync();
    }
}
