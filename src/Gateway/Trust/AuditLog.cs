using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Trust;
using Sws.Protocol;

namespace Sws.Gateway.Trust;

/// <summary>
/// Who was refused, revoked or closed, why, and by which rule: events of the category <c>Sws.Audit</c>, with ids and
/// fingerprints and no bytes that a peer chose. What anybody can cause is bounded: a flood of refusals is counted and
/// summed up once a second.
/// </summary>
internal sealed partial class AuditLog : IDisposable
{
    /// <summary>Single refusals logged per second; more are counted. A tenth of what fills a log of 1 GB in a day.</summary>
    public const int RefusalsPerSecond = 20;

    private const string Category = "Sws.Audit";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly ITimer _timer;

    // One counter per reason: the table of reasons is closed, so this is bounded.
    private readonly ConcurrentDictionary<string, int> _more = new(StringComparer.Ordinal);
    private int _logged;

    public AuditLog(ILoggerFactory loggers, TimeProvider time)
    {
        _logger = loggers.CreateLogger(Category);
        _timer = time.CreateTimer(static audit => ((AuditLog)audit!).SumUp(), this, Interval, Interval);
    }

    /// <summary>A client was not let in.</summary>
    public void ClientRefused(string hub, ClientIdentity identity, CloseReason reason, ClientVerdict verdict)
    {
        if (TryTake(reason.Tag) && _logger.IsEnabled(LogLevel.Information))
        {
            LogClientRefused(
                _logger, hub, reason.Tag, Key(identity), verdict.Facts?.Fingerprint, verdict.RevocationId, new IPAddress(identity.RemoteAddress).ToString());
        }
    }

    /// <summary>A live session was ended because its client is trusted no longer.</summary>
    public void SessionClosed(EdgeSession session, CloseReason reason, string? revocationId)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            LogSessionClosed(_logger, session.ConnectionId, session.Hub, reason.Tag, Key(session.Identity), session.Certificate?.Fingerprint, revocationId);
        }
    }

    /// <summary>An operator changed what is trusted.</summary>
    /// <param name="change">What was done, in one word: a constant of this program.</param>
    /// <param name="subject">What it was done to: a fingerprint or an id.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="by">The operator, as the access token names it.</param>
    public void TrustChanged(string change, string? subject, TrustChange outcome, string by) =>
        LogTrustChanged(_logger, change, subject ?? outcome.Id, outcome.Outcome, outcome.Version, by);

    /// <summary>An operator ended a session.</summary>
    public void SessionEnded(string connectionId, string by) => LogSessionEnded(_logger, connectionId, by);

    /// <summary>An operator began to drain this node.</summary>
    public void DrainBegun(string by) => LogDrainBegun(_logger, by);

    /// <summary>A request to the HTTP API had no valid access token.</summary>
    /// <param name="problem">Why: a constant of this program.</param>
    /// <param name="address">Who asked.</param>
    public void RequestRefused(string problem, IPAddress? address)
    {
        if (TryTake("http_unauthorized"))
        {
            LogRequestRefused(_logger, problem, address?.ToString());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        SumUp();
    }

    private bool TryTake(string reason)
    {
        if (Interlocked.Increment(ref _logged) <= RefusalsPerSecond)
        {
            return true;
        }

        _more.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        return false;
    }

    private void SumUp()
    {
        Interlocked.Exchange(ref _logged, 0);
        foreach (string reason in _more.Keys)
        {
            if (_more.TryRemove(reason, out int count))
            {
                LogMoreRefused(_logger, count, reason);
            }
        }
    }

    private static string Key(ClientIdentity identity) => Base64Url.EncodeToString(identity.PublicKey);
}
