using Sws.Client.Connections;
using Sws.Protocol;

namespace Sws.Client;

/// <summary>Why a connection ended.</summary>
/// <param name="Source">Who ended it.</param>
/// <param name="Code">WebSocket close code (RFC 6455 section 7.4); null when no close frame was seen or it carried none.</param>
/// <param name="Tag">Name of the reason in the gateway's table of close reasons; null when the server is another or said something else.</param>
/// <param name="Description">The text that came with the code, as the other side wrote it: do not trust it.</param>
public sealed record SwsCloseStatus(SwsCloseSource Source, int? Code, string? Tag, string? Description)
{
    /// <summary>Whether connecting again may help: 1001, 1011 and 4000–4499 say so, and so does a connection that was cut.</summary>
    public bool MayRetry => RetryRules.MayRetry(this);

    /// <summary>True when the server refused to continue an earlier session (1008 in answer to a recovery).</summary>
    internal bool RefusesRecovery => Source == SwsCloseSource.Remote && Code == CloseReason.RecoveryRefused.Code;

    internal static SwsCloseStatus Cut { get; } = new(SwsCloseSource.Transport, null, null, null);

    internal static SwsCloseStatus FromLocal(CloseReason reason) => new(SwsCloseSource.Local, reason.Code, reason.Tag, reason.Text);

    internal static SwsCloseStatus FromRemote(int? code, string? description)
    {
        var known = CloseReason.All.FirstOrDefault(r => r.Code == code && r.Text == description);
        return new SwsCloseStatus(SwsCloseSource.Remote, code, known?.Tag, description);
    }

    /// <summary>For exceptions: code and tag only, never the other side's text.</summary>
    internal string ForException() => (Code, Tag) switch
    {
        (null, _) => Source == SwsCloseSource.Transport ? "the connection was cut" : "no close code",
        (_, null) => $"close code {Code}",
        _ => $"close code {Code}, {Tag}",
    };
}
