using System.Net;
using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>What clients and orchestrators see when a part of the cluster is gone.</summary>
public sealed class LossTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>One test, since each loss leaves less for the next.</summary>
    [Fact]
    public async Task RedisThenOneSiloThenTheOther_Lost_ReadinessSaysSoAndSessionsStay()
    {
        using HttpClient http = new();
        var edge = cluster.Edges[0];
        await using var one = await cluster.ConnectAsync(edge, Cancelled);
        await using var other = await cluster.ConnectAsync(cluster.Edges[1], Cancelled);
        var states = 0;
        one.StateChanged += _ => Interlocked.Increment(ref states);
        await other.JoinGroupAsync("lost", cancellationToken: Cancelled);
        await WaitForReadinessAsync(http, edge, HttpStatusCode.OK, "ready");

        await cluster.Redis.KillAsync();
        await WaitForReadinessAsync(http, edge, HttpStatusCode.ServiceUnavailable, "redis: " + cluster.Redis.ConnectionString);
        await WaitForReadinessAsync(http, cluster.Silos[0], HttpStatusCode.ServiceUnavailable, "redis: ");
        await one.SendToGroupAsync("lost", "without redis", cancellationToken: Cancelled);
        await cluster.Redis.RestartAsync();
        await WaitForReadinessAsync(http, edge, HttpStatusCode.OK, "ready");

        cluster.Silos[0].Process.Kill();
        await one.SendToGroupAsync("lost", "without a silo", cancellationToken: Cancelled).Within(Timeouts.Process, "the acknowledgement from the other silo");
        await foreach (var message in other.ReadMessagesAsync(Cancelled))
        {
            if (message is SwsDataMessage { Text: "without a silo" })
            {
                break;
            }
        }

        cluster.Silos[1].Process.Kill();
        await WaitForReadinessAsync(http, edge, HttpStatusCode.ServiceUnavailable, "silo: no silo of the cluster can be reached");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(http, edge, "live")).Status);
        Assert.Equal(0, states);
    }

    private static async Task WaitForReadinessAsync(HttpClient http, GatewayProcess node, HttpStatusCode status, string text)
    {
        var began = TimeProvider.System.GetTimestamp();
        (HttpStatusCode Status, string Body) last;
        while ((last = await GetAsync(http, node, "ready")).Status != status || !last.Body.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Timeouts.Process, $"Waited for {status} with '{text}' of readiness; it says {last.Status}: {last.Body}");
            await Task.Delay(PollInterval, TimeProvider.System, Cancelled);
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient http, GatewayProcess node, string what)
    {
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{node.HttpPort}/healthz/{what}"), Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
