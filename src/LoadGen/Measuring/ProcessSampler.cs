namespace Sws.LoadGen.Measuring;

/// <summary>Samples server processes of this machine from /proc. CPU of a process that has ended stays counted as last seen.</summary>
internal sealed class ProcessSampler(IReadOnlyList<int> processIds, TimeProvider clock) : IServerSampler
{
    private readonly Dictionary<int, TimeSpan> _cpu = [];

    /// <inheritdoc/>
    public Task<ServerSample?> ReadAsync(CancellationToken cancellation)
    {
        long rss = 0;
        foreach (var id in processIds)
        {
            if (ProcessStat.TryRead(id, out var stat))
            {
                _cpu[id] = stat.Cpu;
                rss += stat.RssBytes;
            }
        }

        var cpu = _cpu.Values.Aggregate(TimeSpan.Zero, (sum, part) => sum + part);
        return Task.FromResult(_cpu.Count == 0 ? null : new ServerSample(clock.GetTimestamp(), cpu, rss, null));
    }
}
