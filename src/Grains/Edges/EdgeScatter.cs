using Microsoft.Extensions.Logging;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>Asks every live edge the same question, for grains that come back empty.</summary>
internal sealed partial class EdgeScatter(IGrainFactory grains, ILogger<EdgeScatter> logger)
{
    /// <summary>The answers of all edges that gave one. An edge that does not answer is logged and left out.</summary>
    public async Task<List<(EdgeAddress Edge, T Answer)>> AskAsync<T>(Func<IEdgeObserver, ValueTask<T>> question)
    {
        IReadOnlyList<EdgeAddress> edges = await grains.GetGrain<IEdgeDirectoryGrain>(0).ListAsync();
        (EdgeAddress, T)?[] answers = await Task.WhenAll(edges.Select(edge => AskOneAsync(edge, question)));
        return [.. answers.Where(answer => answer is not null).Select(answer => answer!.Value)];
    }

    private async Task<(EdgeAddress, T)?> AskOneAsync<T>(EdgeAddress edge, Func<IEdgeObserver, ValueTask<T>> question)
    {
        try
        {
            return (edge, await question(edge.Observer));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogNoAnswer(logger, edge.EdgeId, exception);
            return null;
        }
    }
}
