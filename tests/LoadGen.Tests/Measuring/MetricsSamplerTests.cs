using System.Net;
using System.Net.Sockets;
using System.Text;
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

    [Fact]
    public async Task Read_ProcessBesideEndpoint_TakesOnlyCollectionsFromTheEndpoint()
    {
        using var listener = new HttpListener();
        var url = Listen(listener);
        using var http = new HttpClient();
        var sampler = new ProcessAndMetricsSampler(
            new ProcessSampler([Environment.ProcessId], TimeProvider.System), new MetricsSampler(url, http, TimeProvider.System));
        var reading = sampler.ReadAsync(TestContext.Current.CancellationToken);
        await AnswerAsync(listener, "process_cpu_seconds_total 1000000\nprocess_resident_memory_bytes 1\ndotnet_gc_collections_total{gc=\"gen0\"} 40\ndotnet_gc_collections_total{gc=\"gen1\"} 2\n");

        var sample = await reading.Within(Timeouts.Step, "a sample");

        Assert.NotNull(sample);
        Assert.Equal(42, sample.Collections);
        Assert.True(sample.RssBytes > 1);
        Assert.InRange(sample.Cpu, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Read_ProcessBesideDeadEndpoint_StillTellsCpuAndMemory()
    {
        Uri url;
        using (var listener = new HttpListener())
        {
            url = Listen(listener);
        }

        using var http = new HttpClient();
        var sampler = new ProcessAndMetricsSampler(
            new ProcessSampler([Environment.ProcessId], TimeProvider.System), new MetricsSampler(url, http, TimeProvider.System));

        var sample = await sampler.ReadAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(sample);
        Assert.Null(sample.Collections);
        Assert.True(sample.RssBytes > 1);
    }

    private static Uri Listen(HttpListener listener)
    {
        Uri url = new($"http://127.0.0.1:{Ports.Free()}/metrics/");
        listener.Prefixes.Add(url.ToString());
        listener.Start();
        return url;
    }

    private static async Task AnswerAsync(HttpListener listener, string text)
    {
        var context = await listener.GetContextAsync().Within(Timeouts.Step, "a question");
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        context.Response.Close();
    }
}
