namespace Sws.Gateway.Hosting;

internal sealed partial class QuietMemory
{
    [LoggerMessage(1451, LogLevel.Debug, "Quiet: {Megabytes} MiB given back in {Milliseconds} ms")]
    private static partial void LogGivenBack(ILogger logger, long megabytes, long milliseconds);
}
