namespace Sws.Grains.Edges;

/// <summary>How long an edge is taken to live without a sign of life.</summary>
public static class EdgeLeases
{
    /// <summary>How often an edge renews its lease.</summary>
    public static TimeSpan Renewal { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Without a renewal for this long an edge is dead: three renewals missed.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(15);
}
