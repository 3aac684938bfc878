using Sws.Grains.Interfaces.Trust;

namespace Sws.Gateway.Trust;

internal sealed partial class AuditLog
{
    [LoggerMessage(1901, LogLevel.Information, "Client refused at hub {Hub}: {Reason}; key {PublicKey}, certificate {Fingerprint}, revocation {RevocationId}, from {Address}")]
    private static partial void LogClientRefused(
        ILogger logger, string hub, string reason, string publicKey, string? fingerprint, string? revocationId, string address);

    [LoggerMessage(1902, LogLevel.Information, "{Count} more refused within a second: {Reason}")]
    private static partial void LogMoreRefused(ILogger logger, int count, string reason);

    [LoggerMessage(1903, LogLevel.Information, "Session {ConnectionId} at hub {Hub} closed: {Reason}; key {PublicKey}, certificate {Fingerprint}, revocation {RevocationId}")]
    private static partial void LogSessionClosed(
        ILogger logger, string connectionId, string hub, string reason, string publicKey, string? fingerprint, string? revocationId);

    [LoggerMessage(1904, LogLevel.Information, "Trust changed: {Change} {Subject}: {Outcome}, version {Version}, by {By}")]
    private static partial void LogTrustChanged(ILogger logger, string change, string? subject, TrustOutcome outcome, long version, string by);

    [LoggerMessage(1905, LogLevel.Information, "Session {ConnectionId} ended by {By}")]
    private static partial void LogSessionEnded(ILogger logger, string connectionId, string by);

    [LoggerMessage(1906, LogLevel.Information, "This node is drained by {By}")]
    private static partial void LogDrainBegun(ILogger logger, string by);

    [LoggerMessage(1907, LogLevel.Information, "Request to the HTTP API refused: {Problem}; from {Address}")]
    private static partial void LogRequestRefused(ILogger logger, string problem, string? address);
}
