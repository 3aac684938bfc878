using System.Net;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Tests.Connections;

public sealed class ConnectionSettingsTests
{
    [Theory]
    [InlineData("1", 0, "1")]
    [InlineData("1,2", 0, "2")]
    [InlineData("1,2", 1, "1")]
    [InlineData("1,2,2", 0, "2")]
    [InlineData("1,2,2", 1, "1")]
    [InlineData("1,2,2", 2, "1")]
    [InlineData("1,1,2,3", 1, "2")]
    [InlineData("1,1,1", 1, "1")]
    public void NextAttempt_UrlsGivenMoreThanOnce_GoesToAnotherServer(string ports, int index, string expected)
    {
        var servers = ports.Split(',').Select(port => new ServerAddress(new IPEndPoint(IPAddress.Loopback, int.Parse(port, null)), "h", "h", "/", false)).ToList();
        using var settings = new ConnectionSettings(new RunOptions { Scenario = "churn", Urls = ["ws://h/"] }, servers, TimeProvider.System);

        var next = settings.NextAttempt(index, attempt: 0);

        Assert.True(next > 0);
        Assert.Equal(int.Parse(expected, null), settings.ServerOf(index, next).EndPoint.Port);
    }
}
