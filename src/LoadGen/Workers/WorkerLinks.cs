using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Workers;

/// <summary>Opens the workers that a run asks for.</summary>
internal static class WorkerLinks
{
    /// <summary>Local processes, or the same number on each agent.</summary>
    /// <exception cref="RunFailedException">An agent is not there, or does not share the secret.</exception>
    public static async Task<IReadOnlyList<IWorkerLink>> OpenAsync(RunOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var links = new List<IWorkerLink>();
        try
        {
            for (var worker = 0; worker < options.Workers; worker++)
            {
                if (options.Agents.Count == 0)
                {
                    links.Add(ProcessWorkerLink.Start(worker));
                }

                foreach (var agent in options.Agents)
                {
                    links.Add(await AgentLink.OpenAsync(agent, options, clock, cancellation).ConfigureAwait(false));
                }
            }

            return links;
        }
        catch
        {
            await CloseAsync(links).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends all workers.</summary>
    public static Task CloseAsync(IReadOnlyList<IWorkerLink> links) => Task.WhenAll(links.Select(l => l.DisposeAsync().AsTask()));
}
