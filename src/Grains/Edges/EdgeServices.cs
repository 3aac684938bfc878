using Sws.Grains.Groups;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>What grains need that speak to edges.</summary>
internal sealed record EdgeServices(IGrainFactory Grains, EdgeScatter Scatter, EdgeWindows Windows, SiloGroups Groups, SiloWork Work, TimeProvider Time)
{
    public IEdgeDirectoryGrain Directory => Grains.GetGrain<IEdgeDirectoryGrain>(0);
}
