using System.Collections.Concurrent;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Tests.Groups;

/// <summary>Makes reports of an edge that misses messages fail, when the test says so.</summary>
internal sealed class FailingReports : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<string, Task> Failures = new(StringComparer.Ordinal);

    /// <summary>Reports of an edge fail once <paramref name="when"/> has completed, and are not answered before.</summary>
    /// <param name="edgeId">The edge.</param>
    /// <param name="when">When they fail.</param>
    public static void Fail(string edgeId, Task when) => Failures[edgeId] = when;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IEdgeDirectoryGrain.SuspectAsync)
            && Failures.TryGetValue((string)context.Request.GetArgument(0)!, out Task? failure))
        {
            await failure;
            throw new TimeoutException("The directory does not answer.");
        }

        await context.Invoke();
    }
}
