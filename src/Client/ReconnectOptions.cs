namespace Sws.Client;

/// <summary>How a client comes back after its connection was lost.</summary>
public sealed record ReconnectOptions
{
    /// <summary>False: the first loss ends the client.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Longest wait before the first attempt; each further one doubles it. Default 1 s. The wait is drawn at random below it.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts. Default 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Ends the client when it has been without a connection for this long. Null, the default: never.</summary>
    public TimeSpan? GiveUpAfter { get; init; }
}
