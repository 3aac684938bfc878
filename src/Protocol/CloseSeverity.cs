namespace Sws.Protocol;

/// <summary>Who has to care about a close; it picks the log level of the line that reports it.</summary>
public enum CloseSeverity
{
    /// <summary>Part of normal life: nothing to do. Logged at Debug.</summary>
    Expected,

    /// <summary>The peer broke a rule or was refused. Counted, and logged at Debug: a peer must not be able to fill a log.</summary>
    PeerMistake,

    /// <summary>Something around this process needs an operator. Logged at Warning.</summary>
    Operational,

    /// <summary>A defect in this process. Logged at Error.</summary>
    Fault,
}
