using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Connections;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Limits;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;

namespace Sws.Gateway.Tests.Connections;

public sealed class AdmissionMiddlewareTests : IDisposable
{
    private const string Client = "192.0.2.7";
    private const string Proxy = "10.0.0.1";

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<object?> _refused = [];
    private readonly AdmissionControl _admission;
    private readonly AdmissionMiddleware _middleware;

    public AdmissionMiddlewareTests()
    {
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "sws.connection.refused")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _refused.Add(tags[0].Value));
        _listener.Start();
        AdmissionLimits limits = new(Connections: 5, Handshakes: 1, ConnectionsPerSecond: 1, ConnectionBurst: 3);
        AddressRateLimiter rates = new(limits, _time);
        ProxySettings proxies = new([IPNetwork.Parse("10.0.0.0/8")], ProxyProtocolMode.Off, ForwardedHeader.XForwardedFor);
        _admission = new AdmissionControl(limits, rates);
        _middleware = new AdmissionMiddleware(_admission, new ClientAddresses(proxies, rates), new ConnectionMetrics(meters, _time), _time);
    }

    [Fact]
    public async Task Serve_ThereIsRoom_NextHasThePlaceAndTheTimeOfAccept()
    {
        long accepted = _time.GetTimestamp();

        AdmittedConnection? seen = await ServedAsync(Client, during: () =>
        {
            Assert.Equal(1, _admission.Handshakes);
            return Task.CompletedTask;
        });

        Assert.Null(seen!.Ticket.Refusal);
        Assert.Equal(accepted, seen.AcceptedTimestamp);
        Assert.Empty(_refused);
    }

    [Fact]
    public async Task Serve_HeaderOfAProxyCameFirst_ItsTimeOfAcceptCounts()
    {
        ProxiedConnection proxied = new(_time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(1));

        AdmittedConnection? seen = await ServedAsync(Client, proxied);

        Assert.Equal(proxied.AcceptedTimestamp, seen!.AcceptedTimestamp);
    }

    [Fact]
    public async Task Serve_Full_CutOffAndCounted()
    {
        await ServedAsync(Client, during: async () => Assert.Null(await ServedAsync(Client)));

        Assert.Equal([503], _refused);
        Assert.NotNull(await ServedAsync(Client));
    }

    [Fact]
    public async Task Serve_HandshakeDone_PlaceIsForAnother()
    {
        bool entered = false;
        await ServedAsync(Client, during: async () => entered = await ServedAsync(Client) is not null, isAuthorised: true);

        Assert.True(entered);
        Assert.Equal(0, _admission.Handshakes);
    }

    [Fact]
    public async Task Serve_NextFails_PlaceIsGivenBack()
    {
        await Assert.ThrowsAsync<IOException>(() => ServedAsync(Client, during: () => throw new IOException("The peer is gone.")));

        Assert.Equal(0, _admission.Handshakes);
        Assert.NotNull(await ServedAsync(Client));
    }

    [Theory]
    [InlineData(Client, 3)]
    [InlineData("::ffff:192.0.2.7", 3)]
    [InlineData(Proxy, 6)]
    public async Task Serve_ManyFromOneAddress_RateOfWhoeverIsNoProxyCounts(string address, int expected)
    {
        int served = 0;
        for (int attempt = 0; attempt < 6; attempt++)
        {
            served += await ServedAsync(address) is null ? 0 : 1;
        }

        Assert.Equal(expected, served);
        Assert.All(_refused, status => Assert.Equal(429, status));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    /// <summary>What the next in line was given; null if the connection did not come so far.</summary>
    private async Task<AdmittedConnection?> ServedAsync(
        string address, ProxiedConnection? proxied = null, Func<Task>? during = null, bool isAuthorised = false)
    {
        await using DefaultConnectionContext context = new("test") { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 5000) };
        context.Features.Set(proxied);
        AdmittedConnection? seen = null;
        await _middleware.ServeAsync(context, async connection =>
        {
            seen = connection.Features.Get<AdmittedConnection>();
            if (isAuthorised)
            {
                seen!.Ticket.HandshakeDone();
            }

            await (during?.Invoke() ?? Task.CompletedTask);
        });
        return seen;
    }
}
