namespace Sws.Grains.Log;

/// <summary>Bounds of the message log that both stores share.</summary>
internal static class LogLimits
{
    /// <summary>
    /// Messages of a stream whose producer and number are remembered. A retry comes within the time that a cluster takes
    /// to notice a dead silo (2 s) and a client to come back (under 10 s): at 2000 messages a second that is 20 000.
    /// </summary>
    public const int DedupeMessages = 20_000;

    /// <summary>Most bytes of data in one page, unless its first message alone is larger. 256 KiB: a quarter of a session's queue.</summary>
    public const int PageBytes = 256 * 1024;

    /// <summary>Most messages in one page.</summary>
    public const int PageMessages = 256;

    /// <summary>How long producers' numbers are remembered: ten resume windows.</summary>
    public static TimeSpan DedupeAge { get; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an empty stream keeps its epoch and position, so that a client that has missed nothing is told so. After
    /// it the stream is forgotten: names of groups must not pile up.
    /// </summary>
    public static TimeSpan StreamMemory { get; } = TimeSpan.FromHours(24);
}
