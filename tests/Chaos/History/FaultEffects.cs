namespace Sws.Chaos.History;

/// <summary>What the faults of a round took away: the columns of the table in docs/delivery.md.</summary>
[Flags]
internal enum FaultEffects
{
    /// <summary>Nothing but connections: cut sockets, a drain, a store that was away.</summary>
    None = 0,

    /// <summary>The memory of an edge: killed, or out of reach for longer than its lease.</summary>
    EdgeLost = 1,

    /// <summary>The memory of a silo: killed, or out of reach until the others gave it up.</summary>
    SiloLost = 2,

    /// <summary>An edge and a silo at the same time; a process that is both counts as both.</summary>
    BothLost = EdgeLost | SiloLost | 4,

    /// <summary>A silo ended in good order: its grains moved, and what was in their memory alone is gone.</summary>
    SiloStopped = 8,
}
