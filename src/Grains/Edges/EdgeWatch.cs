using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sws.Grains.Groups;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Sessions;

namespace Sws.Grains.Edges;

/// <summary>
/// Looks for dead edges that sessions and groups of this silo count on. Its sessions become detached at once, groups
/// forget the edge, so that presence shows no ghosts, and sessions that nobody resumes end after the resume window.
/// </summary>
internal sealed partial class EdgeWatch(
    IGrainFactory grains, SiloSessions sessions, SiloGroups groups, EdgeWindows windows, SessionLimits limits, TimeProvider time, ILogger<EdgeWatch> logger)
    : BackgroundService
{
    // Bounds the calls under way when an edge with many sessions dies.
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 32 };

    private readonly Dictionary<string, DateTimeOffset> _diedAt = new(StringComparer.Ordinal);

    /// <summary>One look.</summary>
    internal async Task LookAsync()
    {
        string[] edges = [.. sessions.Edges.Concat(groups.Edges).Concat(_diedAt.Keys).Distinct(StringComparer.Ordinal)];
        if (edges.Length == 0)
        {
            return;
        }

        // Before the directory is asked: an edge that is heard behind its answer may have come back.
        (long groupsHeard, long sessionsHeard) = (groups.LastHeard, sessions.LastHeard);
        IReadOnlyList<string> dead = await grains.GetGrain<IEdgeDirectoryGrain>(0).FindDeadAsync(edges);
        foreach (string edgeId in dead)
        {
            await BuryAsync(edgeId, groups.Of(edgeId, groupsHeard), sessions.Of(edgeId, sessionsHeard));
        }

        // An edge that was out of reach and came back has asserted what it holds.
        foreach (string edgeId in _diedAt.Keys.Except(dead).ToList())
        {
            _diedAt.Remove(edgeId);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(EdgeLeases.Watch, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await LookAsync();
            }
            catch (Exception exception) when (exception.MeansNoAnswer())
            {
                LogFailed(logger, exception.GetType().Name);
            }
        }
    }

    private async Task BuryAsync(string edgeId, IReadOnlyList<(string Key, long Heard)> followed, IReadOnlyList<(string Key, long Heard)> held)
    {
        bool isNew = _diedAt.TryAdd(edgeId, time.GetUtcNow());
        bool isFinal = time.GetUtcNow() - _diedAt[edgeId] >= limits.ResumeWindow;
        if (isNew)
        {
            LogEdgeDead(logger, edgeId, held.Count);
        }

        // That takes a while, in which the edge may come back: each hears what it has to compare.
        await Parallel.ForEachAsync(
            followed, Parallelism, async (group, _) => await grains.GetGrain<IGroupGrain>(group.Key).EdgeDiedAsync(edgeId, group.Heard));
        if (isNew || isFinal)
        {
            await Parallel.ForEachAsync(
                held, Parallelism, async (session, _) => await grains.GetSession(session.Key).EdgeDiedAsync(edgeId, isFinal, session.Heard));
            windows.Remove(edgeId);
        }

        if (isFinal && sessions.Of(edgeId, long.MaxValue).Count == 0)
        {
            _diedAt.Remove(edgeId);
        }
    }
}
