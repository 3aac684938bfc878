using Microsoft.Extensions.Configuration;
using Sws.Gateway.Options;

namespace Sws.Gateway.Tests.Options;

public class ClusterSettingsReaderTests
{
    // Any file that exists will do: what is in it is looked at later.
    private static readonly string SomeFile = typeof(ClusterSettingsReaderTests).Assembly.Location;

    [Theory]
    [InlineData("All", true, true)]
    [InlineData("Edge", true, false)]
    [InlineData("silo", false, true)]
    public void Read_RoleInRedis_Usable(string role, bool hasEdge, bool hasSilo)
    {
        string caKey = hasSilo ? $";Trust:CaKeyFile={SomeFile}" : "";

        (GatewaySettings settings, IReadOnlyList<string> problems) = Read($"Gateway:Role={role};Cluster:Provider=Redis;Cluster:Redis=redis:6379{caKey}");

        Assert.Empty(problems);
        Assert.Equal((hasEdge, hasSilo), (settings.HasEdge, settings.HasSilo));
        Assert.Equal("redis:6379", settings.Cluster.Redis?.Connection);
    }

    [Theory]
    [InlineData("Gateway:Role=Edge", "Cluster:Provider: must be Redis where Gateway:Role is Edge")]
    [InlineData("Gateway:Role=Silo", "Cluster:Provider: must be Redis where Gateway:Role is Silo")]
    [InlineData("Cluster:Provider=Redis;Trust:CaKeyFile=FILE", "Cluster:Redis: is missing")]
    [InlineData("Cluster:Provider=Redis;Cluster:Redis=redis:6379", "Trust:CaKeyFile: is missing")]
    [InlineData("Gateway:Role=Silo;Cluster:Provider=Redis;Cluster:Redis=redis:6379", "Trust:CaKeyFile: is missing")]
    [InlineData("Gateway:Role=Edge;Cluster:Provider=Redis;Cluster:Redis=redis:6379;Trust:CaKeyFile=FILE", "Trust:CaKeyFile: must not be set where Gateway:Role is Edge")]
    [InlineData("Gateway:Role=Edge;Cluster:Provider=Redis;Cluster:Redis=redis:6379,password=x;Cluster:RedisPasswordFile=FILE", "Cluster:RedisPasswordFile: must not be set")]
    [InlineData("Gateway:Role=Edge;Cluster:Provider=Redis;Cluster:Redis=redis:6379,nonsense=1", "Cluster:Redis: must be a StackExchange.Redis connection string")]
    [InlineData("Gateway:Role=Edge;Cluster:Provider=Redis;Cluster:Redis=ssl=true", "Cluster:Redis: names no server")]
    [InlineData("Cluster:RedisPasswordFile=FILE", "Cluster:RedisPasswordFile: is of no use where Cluster:Provider is Localhost")]
    public void Read_PartsThatDoNotGoTogether_OneProblemThatSaysSo(string entries, string expected)
    {
        string problem = Assert.Single(Read(entries).Problems);

        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadConnectionString_PasswordNotShown()
    {
        IReadOnlyList<string> problems = Read("Gateway:Role=Edge;Cluster:Provider=Redis;Cluster:Redis=redis:6379,password=hunter2,nonsense=1").Problems;

        Assert.DoesNotContain("hunter2", string.Concat(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfSettingsWithPassword_DoesNotShowIt() =>
        Assert.DoesNotContain("hunter2", new RedisSettings("redis:6379,password=hunter2", null).ToString(), StringComparison.Ordinal);

    private static (GatewaySettings Settings, IReadOnlyList<string> Problems) Read(string entries)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(entries.Split(';').Select(entry => entry.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1].Replace("FILE", SomeFile, StringComparison.Ordinal))))
            .Build();
        GatewaySettings settings = GatewaySettingsReader.Read(configuration, isDevelopment: false, out IReadOnlyList<string> problems);
        return (settings, problems);
    }
}
