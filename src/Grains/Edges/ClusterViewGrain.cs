using Orleans.Concurrency;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>Asks the edges for operators.</summary>
[GrainType("sws.cluster-view"), StatelessWorker(1), Reentrant]
internal sealed class ClusterViewGrain(IGrainContext context, IGrainFactory grains) : IGrainBase, IClusterViewGrain
{
    public IGrainContext GrainContext { get; } = context;

    public async ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query)
    {
        (EdgeAddress Edge, IReadOnlyList<SessionSummary> Sessions)[] answers = await AskAsync(query);
        return answers.SelectMany(answer => answer.Sessions).OrderBy(session => session.ConnectionId, StringComparer.Ordinal).Take(query.Top).ToArray();
    }

    public async ValueTask<bool> EndSessionAsync(string connectionId, string closeTag)
    {
        bool found = false;
        foreach ((EdgeAddress edge, IReadOnlyList<SessionSummary> sessions) in await AskAsync(new SessionQuery(null, null, connectionId, null, 1)))
        {
            foreach (SessionSummary session in sessions)
            {
                await edge.Observer.CloseSessionAsync(connectionId, session.Generation, closeTag);
                await grains.GetSession(connectionId).EndAsync(session.Generation);
                found = true;
            }
        }

        return found;
    }

    public async ValueTask<IReadOnlyList<string>> ListEdgesAsync() =>
        (await grains.GetGrain<IEdgeDirectoryGrain>(0).ListAsync()).Edges.Select(edge => edge.EdgeId).ToArray();

    // An edge that does not answer fails the question: half of a list would pass for the whole.
    private async Task<(EdgeAddress Edge, IReadOnlyList<SessionSummary> Sessions)[]> AskAsync(SessionQuery query)
    {
        EdgeList edges = await grains.GetGrain<IEdgeDirectoryGrain>(0).ListAsync();
        if (edges.Silent > 0)
        {
            throw new OrleansException("An edge lives that is not heard yet, or not any more.");
        }

        return await Task.WhenAll(edges.Edges.Select(async edge => (edge, await edge.Observer.ListSessionsAsync(query))));
    }
}
