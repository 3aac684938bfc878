using Microsoft.Extensions.Logging;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>Asks every live edge the same question, for grains that come back empty.</summary>
internal sealed partial class EdgeScatter(IGrainFactory grains, ILogger<EdgeScatter> logger)
{
    /// <summary>
    /// The answers of all edges. Each is asked twice, since an answer may have gone over a silo that died or hangs. One that
    /// does not answer is reported, so that it asserts again what it holds when it is
    /// heard next; until then the grain does without it.
    /// </summary>
    /// <exception cref="OrleansException">The directory could not be asked or told: the grain must not begin.</exception>
    public async Task<ScatterResult<T>> AskAsync<T>(Func<IEdgeObserver, ValueTask<T>> question)
    {
        IEdgeDirectoryGrain directory = grains.GetGrain<IEdgeDirectoryGrain>(0);
        EdgeList edges = await directory.ListAsync();
        (EdgeAddress, T)?[] answers = await Task.WhenAll(edges.Edges.Select(edge => AskOneAsync(directory, edge, question)));
        List<(EdgeAddress, T)> given = [.. answers.Where(answer => answer is not null).Select(answer => answer!.Value)];
        return new ScatterResult<T>(given, given.Count == edges.Edges.Count && edges.Silent == 0);
    }

    private async Task<(EdgeAddress, T)?> AskOneAsync<T>(IEdgeDirectoryGrain directory, EdgeAddress edge, Func<IEdgeObserver, ValueTask<T>> question)
    {
        for (bool again = false; ; again = true)
        {
            try
            {
                return (edge, await question(edge.Observer));
            }
            catch (Exception exception) when (!again && exception is TimeoutException or OperationCanceledException)
            {
            }
            catch (Exception exception)
            {
                LogNoAnswer(logger, edge.EdgeId, exception.GetType().Name);
                await directory.SuspectAsync(edge.EdgeId);
                return null;
            }
        }
    }
}
