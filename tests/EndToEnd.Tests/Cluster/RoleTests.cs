using Sws.EndToEnd.Tests.Trust;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>Two edges and two silos: what every cluster does, and what is the roles' own.</summary>
public sealed class RoleTests(ClusterFixture cluster) : ExchangeTests(cluster), IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Revoke_TenOfAThousandOnTwoEdges_ExactlyTheseEndOnBoth()
    {
        Uri[] urls = [.. Cluster.Edges.Select(edge => edge.Url(ClusterFixture.LockedHub))];
        using var authority = Device.AuthorityOf(Cluster.CaKeyFile);
        await using DeviceFleet fleet = new(authority);
        await fleet.EnterAsync(urls);
        using var admin = new AdminClient(Cluster.Edges[0].HttpPort, Cluster.AccessKeyFile);
        var longest = await fleet.RevokeAsync(admin);
        TestContext.Current.TestOutputHelper?.WriteLine($"closed within {longest.TotalMilliseconds:0} ms");
        await fleet.ExpectRefusedAsync(urls);
    }

    [Fact]
    public async Task Edge_WithAuthorityKey_RefusesToStart()
    {
        using TemporaryFolder folder = new();
        await using var edge = GatewayProcess.Launch(
            folder.At("data"), "--Gateway:Role=Edge", "--Cluster:Provider=Redis", $"--Cluster:Redis={Cluster.Redis.ConnectionString}", $"--Trust:CaKeyFile={GatewayProcess.Executable}");

        Assert.Equal(1, await edge.WaitForExitAsync(Timeouts.Process));
        Assert.StartsWith("Trust:CaKeyFile: must not be set", Assert.Single(edge.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edge_WithoutRedis_SaysSoAndWaitsUntilItIsStopped()
    {
        using TemporaryFolder folder = new();
        await using var edge = GatewayProcess.Launch(
            folder.At("data"), "--Gateway:Role=Edge", "--Cluster:Provider=Redis", $"--Cluster:Redis=127.0.0.1:{Ports.Free()}");

        string line = await edge.ReadAsync(text => text.Contains("Cluster:Redis: ", StringComparison.Ordinal) ? text : null, Timeouts.Process, "the line that Redis is missing");
        edge.Terminate();

        Assert.Contains("it does not answer; start Redis there or name another server", line, StringComparison.Ordinal);
        Assert.Equal(0, await edge.WaitForExitAsync(Timeouts.Process));
    }
}
