namespace Sws.Grains.Edges;

/// <summary>How long an edge is taken to live without a sign of life.</summary>
public static class EdgeLeases
{
    /// <summary>
    /// How often an edge renews its lease. With the answer it hears of a silo's death: 2 s, so that its sessions are with
    /// their grains again well within 10 s of it.
    /// </summary>
    public static TimeSpan Renewal { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Without a renewal for this long an edge is dead.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a silo looks for dead edges that held its sessions: a crash shows in presence after 17 s at most.</summary>
    public static TimeSpan Watch { get; } = TimeSpan.FromSeconds(2);
}
