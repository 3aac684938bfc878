using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Sws.LoadGen.Measuring;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Measuring;

public sealed class MetricsSamplerTests
{
    [Fact]
    public async Task Read_EndpointThatNeverAnswers_IsGivenUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpClient();
        var clock = new FakeTimeProvider();
        var sampler = new MetricsSampler(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/metrics"), http, clock);
        var reading = sampler.ReadAsync(TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await reading.Within(Timeouts.Step, "a read without an answer to be given up"));
    }
}
