using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>One edge as the directory stores it.</summary>
[GenerateSerializer, Alias("sws.edge-record")]
internal sealed class EdgeRecord
{
    /// <summary>How to reach it.</summary>
    [Id(0)]
    public required EdgeAddress Edge { get; set; }

    /// <summary>Its term; see <see cref="EdgeLease.Term"/>.</summary>
    [Id(1)]
    public required string Term { get; set; }

    /// <summary>Whether the edge has taken note of its term.</summary>
    [Id(2)]
    public bool HasNoted { get; set; }

    /// <summary>When its lease ends. A directory that comes back gives every edge a whole lease.</summary>
    [Id(3)]
    public DateTimeOffset Expires { get; set; }
}
