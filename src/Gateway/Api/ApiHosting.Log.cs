namespace Sws.Gateway.Api;

internal static partial class ApiHosting
{
    [LoggerMessage(1801, LogLevel.Information, "HTTP API: the access key is in {File}; make a token with 'token admin'")]
    private static partial void LogKey(ILogger logger, string file);

    [LoggerMessage(1802, LogLevel.Information, "HTTP API: off; a cluster's nodes need the same key, set Api:AccessKeyFile")]
    private static partial void LogNoKey(ILogger logger);
}
