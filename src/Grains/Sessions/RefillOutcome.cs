namespace Sws.Grains.Sessions;

/// <summary>What a session grain found out about its session.</summary>
internal enum RefillOutcome
{
    /// <summary>It knows its session.</summary>
    Known,

    /// <summary>No edge holds such a session.</summary>
    NoSession,

    /// <summary>No edge that answered holds it, and some did not answer.</summary>
    Unsure,
}
