namespace Sws.Chaos.Rounds;

/// <summary>What is broken in a round.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of an edge.</summary>
    KillEdge,

    /// <summary>kill -9 of a silo.</summary>
    KillSilo,

    /// <summary>kill -9 of an edge and a silo at once.</summary>
    KillBoth,

    /// <summary>SIGSTOP of a node, then SIGCONT.</summary>
    Hang,

    /// <summary>A node's cable is pulled and put back. Needs network namespaces.</summary>
    Partition,

    /// <summary>Redis is killed and started again on its append-only file.</summary>
    RedisRestart,

    /// <summary>Every node in turn is drained and started again.</summary>
    RollingRestart,

    /// <summary>One edge is drained and started again.</summary>
    Drain,

    /// <summary>About half of the clients' connections are reset.</summary>
    Reset,

    /// <summary>What clients and edges send is thrown away for a while, and neither is told.</summary>
    HalfOpen,
}
