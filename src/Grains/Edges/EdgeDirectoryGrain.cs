using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>
/// Keeps the leases of all edges. Who the edges are, and which of them miss something, is stored: a grain that is refilled
/// while this one comes back after its silo's death must not be told that there are none.
/// </summary>
[GrainType("sws.edge-directory"), CollectionAgeLimit(AlwaysActive = true)]
internal sealed class EdgeDirectoryGrain(
    IGrainContext context,
    [PersistentState("edges", GrainStorageNames.Default)] IPersistentState<EdgeDirectoryState> store,
    ISiloStatusOracle silos,
    SiloMembership membership,
    TimeProvider time) : IGrainBase, IEdgeDirectoryGrain, ISiloStatusListener
{
    // Begins anew with every activation: the silo that died may have held any grain besides this one.
    private long _round = time.GetUtcNow().UtcTicks;

    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken token)
    {
        foreach (EdgeRecord record in store.State.Edges.Values)
        {
            record.Expires = time.GetUtcNow() + EdgeLeases.Duration;
        }

        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    // Called by the runtime on a thread of its own.
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            Interlocked.Increment(ref _round);
        }
    }

    public async ValueTask<EdgeLease> RegisterAsync(EdgeAddress edge, string? term)
    {
        if (Live(edge.EdgeId) is not { } record)
        {
            // New, or dead before it came back: either way grains may have gone on without it.
            record = new EdgeRecord { Edge = edge, Term = NewTerm() };
            await ChangeAsync(edges => edges[edge.EdgeId] = record);
        }

        record.Expires = time.GetUtcNow() + EdgeLeases.Duration;
        if (!record.HasNoted && term == record.Term)
        {
            await ChangeAsync(edges => edges[edge.EdgeId] = Copy(record, record.Term, hasNoted: true));
        }

        return new EdgeLease(record.Term, Volatile.Read(ref _round));
    }

    public async ValueTask UnregisterAsync(string edgeId)
    {
        if (store.State.Edges.ContainsKey(edgeId))
        {
            await ChangeAsync(edges => edges.Remove(edgeId));
        }
    }

    public async ValueTask SuspectAsync(string edgeId)
    {
        membership.Demand();

        // An edge that has not noted its newest term will assert everything after now anyhow.
        if (Live(edgeId) is { HasNoted: true } record)
        {
            await ChangeAsync(edges => edges[edgeId] = Copy(record, NewTerm(), hasNoted: false));
        }
    }

    public async ValueTask<EdgeList> ListAsync()
    {
        await ForgetDeadAsync();
        List<EdgeRecord> live = [.. store.State.Edges.Keys.Select(Live).OfType<EdgeRecord>()];
        List<EdgeAddress> edges = [.. live.Where(record => record.HasNoted).Select(record => record.Edge)];
        return new EdgeList(edges, live.Count - edges.Count);
    }

    public async ValueTask<IReadOnlyList<string>> FindDeadAsync(IReadOnlyList<string> edgeIds)
    {
        await ForgetDeadAsync();
        string[] dead = [.. edgeIds.Where(id => Live(id) is null)];
        if (dead.Length > 0)
        {
            membership.Demand();
        }

        return dead;
    }

    private EdgeRecord? Live(string edgeId) =>
        store.State.Edges.TryGetValue(edgeId, out EdgeRecord? record) && record.Expires > time.GetUtcNow() ? record : null;

    /// <summary>
    /// Grains go on without an edge that is dead. A silo that is cut off hears of no edge but its own, and must not take the
    /// others for that.
    /// </summary>
    private async ValueTask ForgetDeadAsync()
    {
        if (store.State.Edges.Keys.Any(id => Live(id) is null))
        {
            await ChangeAsync(_ => { });
        }
    }

    /// <summary>Changes the stored edges, dead ones dropped on the way. What could not be stored has not happened.</summary>
    private async ValueTask ChangeAsync(Action<Dictionary<string, EdgeRecord>> change)
    {
        membership.Demand();
        Dictionary<string, EdgeRecord> before = store.State.Edges;
        Dictionary<string, EdgeRecord> after = new(before.Where(entry => Live(entry.Key) is not null));
        change(after);
        store.State.Edges = after;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            // Another activation may have written: begin anew from what is stored.
            store.State.Edges = before;
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, "The edges could not be stored."));
            throw;
        }
    }

    private static EdgeRecord Copy(EdgeRecord record, string term, bool hasNoted) =>
        new() { Edge = record.Edge, Term = term, HasNoted = hasNoted, Expires = record.Expires };

    private static string NewTerm() => Guid.NewGuid().ToString("N");
}
