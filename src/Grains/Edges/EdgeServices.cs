using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>What grains need that speak to edges.</summary>
internal sealed record EdgeServices(IGrainFactory Grains, EdgeScatter Scatter, EdgeWindows Windows, TimeProvider Time)
{
    public IEdgeDirectoryGrain Directory => Grains.GetGrain<IEdgeDirectoryGrain>(0);
}
