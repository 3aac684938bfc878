using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;

namespace Sws.Gateway.Tests.Trust;

public sealed class AuditLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectedEvents _events = new();
    private readonly LoggerFactory _loggers;
    private readonly AuditLog _audit;

    public AuditLogTests()
    {
        _loggers = new LoggerFactory([_events]);
        _audit = new AuditLog(_loggers, _time);
    }

    [Fact]
    public void ClientRefused_Flood_IsCountedAndSummedUp()
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            Refuse(attempt % 4 == 0 ? CloseReason.CertificateRevoked : CloseReason.CertificateExpired);
        }

        Assert.Equal(AuditLog.RefusalsPerSecond, _events.With(1901).Count);
        Assert.Empty(_events.With(1902));
        _time.Advance(TimeSpan.FromSeconds(1));
        Dictionary<string, int> more = _events.With(1902).ToDictionary(each => (string)each["Reason"]!, each => (int)each["Count"]!);
        Assert.Equal(1000 - AuditLog.RefusalsPerSecond, more.Values.Sum());
        Assert.Equal(["certificate_expired", "certificate_revoked"], more.Keys.Order());

        // And then it tells single ones again.
        Refuse(CloseReason.CertificateRevoked);
        Assert.Equal(AuditLog.RefusalsPerSecond + 1, _events.With(1901).Count);
    }

    [Fact]
    public void ClientRefused_ByARevocation_NamesItAndNothingThatThePeerWrote()
    {
        ClientIdentity identity = new(new byte[32], "{\"desc\":{\"names\":[\"chosen by the peer\"]}}"u8.ToArray(), 2, [192, 0, 2, 1]);

        _audit.ClientRefused("locked", identity, CloseReason.CertificateRevoked, new ClientVerdict(CloseReason.CertificateRevoked, "abc", null, null));

        IReadOnlyDictionary<string, object?> told = Assert.Single(_events.With(1901));
        Assert.Equal(("locked", "certificate_revoked", "abc", "192.0.2.1"), (told["Hub"], told["Reason"], told["RevocationId"], told["Address"]));
        Assert.DoesNotContain(told.Values, value => value?.ToString()?.Contains("chosen", StringComparison.Ordinal) == true);
    }

    public void Dispose()
    {
        _audit.Dispose();
        _loggers.Dispose();
        _events.Dispose();
    }

    private void Refuse(CloseReason reason) =>
        _audit.ClientRefused("locked", new ClientIdentity(new byte[32], [], 2, [192, 0, 2, 1]), reason, new ClientVerdict(reason, null, null, null));

    /// <summary>Keeps events with their fields.</summary>
    private sealed class CollectedEvents : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Id, IReadOnlyDictionary<string, object?> Fields)> _all = new();

        public IReadOnlyList<IReadOnlyDictionary<string, object?>> With(int id) => [.. _all.Where(each => each.Id == id).Select(each => each.Fields)];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue((eventId.Id, ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(pair => pair.Key, pair => pair.Value)));

        public void Dispose()
        {
        }
    }
}
