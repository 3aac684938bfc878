namespace Sws.Grains.Log;

/// <summary>Errors that do not depend on the store.</summary>
internal static class LogErrors
{
    public static LogUnavailableException QueueFull() =>
        new("The message log's queue is full: the store is slower than what is published; use a faster disk or publish less.");

    public static LogUnavailableException Stopping() => new("The message log is closed: this process is stopping.");
}
