namespace Sws.LoadGen.Commands;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    /// <summary>The run finished, and nothing happened that its delivery class or its SLO forbids.</summary>
    public const int Done = 0;

    /// <summary>The run failed: connections failed, messages were lost, doubled or reordered, or the SLO was missed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage: nothing was run.</summary>
    public const int Usage = 2;
}
