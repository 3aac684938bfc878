using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Tells grains that this edge does not hold their sessions any more, again and again until they have answered: a grain that
/// is not told lives on, and takes messages that nobody gets.
/// </summary>
/// <remarks>
/// The edge need not know the attach number that counts, which it may have been given in an answer that got lost. The grain
/// names its own when it is asked to end another, and whether it counts on this edge for it. When the edge does not hold the
/// session behind that answer, it ends that number: who has taken the session since has a higher one.
/// </remarks>
internal sealed partial class SessionEnds(ISessionGrainSource grains, string edgeId, Func<string, bool> holds, ILogger logger)
{
    /// <summary>How long a call that was not answered may still be carried out: what it begins is ended behind that.</summary>
    public const long SettleMs = 10_000;

    // Some 10 MiB. Beyond that a session is ended by its grain, when that hears from this edge that it is not here.
    private const int MaxEntries = 65_536;

    // Each moves on when a client resumes in between; then there is time until the next sweep.
    private const int MaxAttempts = 3;

    private const int Parallelism = 16;

    // Not a concurrent dictionary: that takes all of its locks to count itself, and this one is counted each time.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Generation, long DueMs)> _listed = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _listed.Count;
            }
        }
    }

    /// <summary>Ends a session that this edge does not hold any more; lists it when its grain does not answer.</summary>
    /// <param name="connectionId">The session.</param>
    /// <param name="generation">The newest attach number that is known here; 0 when none is.</param>
    public async Task EndAsync(string connectionId, long generation)
    {
        if (!await TryEndAsync(connectionId, generation))
        {
            LogNotEnded(logger);
            Add(connectionId, generation, dueMs: 0);
        }
    }

    /// <summary>Lists a session to be ended at a time, should its grain still count on this edge by then.</summary>
    public void Add(string connectionId, long generation, long dueMs)
    {
        lock (_gate)
        {
            // A session that was here twice has its time from when it left last.
            bool isListed = _listed.TryGetValue(connectionId, out (long Generation, long DueMs) listed);
            if (isListed ? listed.DueMs <= dueMs : _listed.Count < MaxEntries)
            {
                _listed[connectionId] = (generation, dueMs);
            }
        }
    }

    /// <summary>Ends the sessions whose time has come.</summary>
    public Task RepeatAsync(long nowMs) => Parallel.ForEachAsync(
        Due(nowMs),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism },
        async (entry, _) =>
        {
            if (await TryEndAsync(entry.Key, entry.Value.Generation))
            {
                Remove(entry);
            }
        });

    private KeyValuePair<string, (long Generation, long DueMs)>[] Due(long nowMs)
    {
        lock (_gate)
        {
            return [.. _listed.Where(entry => entry.Value.DueMs <= nowMs)];
        }
    }

    /// <summary>Unless it was listed again meanwhile.</summary>
    private void Remove(KeyValuePair<string, (long Generation, long DueMs)> entry)
    {
        lock (_gate)
        {
            if (_listed.TryGetValue(entry.Key, out (long Generation, long DueMs) listed) && listed == entry.Value)
            {
                _listed.Remove(entry.Key);
            }
        }
    }

    /// <returns>False when the grain has not said yet that it does not count on this edge.</returns>
    private async Task<bool> TryEndAsync(string connectionId, long generation)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (holds(connectionId))
            {
                // It has come back. Its own end will be told.
                return true;
            }

            try
            {
                if (await grains.Get(connectionId).EndAsync(generation) is not { } holder || holder.EdgeId != edgeId)
                {
                    return true;
                }

                generation = holder.Generation;
            }
            catch (Exception exception) when (exception.MeansNoAnswer())
            {
                return false;
            }
            finally
            {
                AnswerPool.Drop<SessionHolder>();
            }
        }

        return false;
    }
}
