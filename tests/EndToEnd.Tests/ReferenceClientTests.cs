using System.Globalization;
using System.Text.Json;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>The unmodified reference packages against the gateway, each in a process of its own.</summary>
[Collection<GatewayGroup>]
public sealed class ReferenceClientTests(GatewayFixture fixture)
{
    private const string AllSizes = "1,2,109,110,4096,65519,65520,300000";

    private string Echo => fixture.Gateway.Url("echo").ToString();

    [Fact]
    public Task Echo_1000SessionsVersion1_AllComesBack() => EchoAsync(1, 1000, AllSizes);

    [Fact]
    public Task Echo_1000SessionsVersion2_AllComesBack() => EchoAsync(2, 1000, "1,2,109,110,4096");

    [Fact]
    public Task Echo_LargePayloadsVersion2_AllComesBack() => EchoAsync(2, 50, AllSizes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stream_PipedThrough_AllBytesComeBack(int version)
    {
        var result = await NodeProcess.RunAsync("stream-client.mjs", ["--url", Echo, "--bytes", "4000000", .. Version(version)]);
        Assert.Equal((4_000_000, 4_000_000), (result.GetProperty("sent").GetInt32(), result.GetProperty("received").GetInt32()));
        Assert.True(result.GetProperty("same").GetBoolean());
        Assert.Empty(result.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public async Task Greeting_1000SessionsThatAreSentToAtOnce_NoneIsLost()
    {
        // Eight processes of 125, each one session at a time: the case in which the reference's timer is punctual.
        var url = fixture.Gateway.Url("chat", "protocol=json.webpubsub.azure.v1").ToString();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => NodeProcess.RunAsync("greeting-client.mjs", "--url", url, "--sessions", "125")));
        foreach (var result in results)
        {
            Assert.Equal((125, 125), (result.GetProperty("opened").GetInt32(), result.GetProperty("greeted").GetInt32()));
            Assert.Equal("connected", JsonElement.Parse(result.GetProperty("first").GetString()!).GetProperty("event").GetString());
        }
    }

    [Fact]
    public async Task Browser_EchoAndChat_Work()
    {
        var result = await NodeProcess.RunAsync(
            "browser.mjs",
            "--echo", fixture.Gateway.Url("echo", host: "localhost").ToString(),
            "--chat", fixture.Gateway.Url("chat", host: "localhost").ToString(),
            "--ca", fixture.Gateway.CaFile);
        Assert.Contains("Chrome", result.GetProperty("agent").GetString(), StringComparison.Ordinal);
        var tasks = result.GetProperty("results").EnumerateObject().ToDictionary(task => task.Name, task => task.Value);
        Assert.Equal(["chat v1", "chat v2", "echo v1", "echo v2"], tasks.Keys.Order());
        Assert.All(tasks, task => Assert.True(task.Value.GetProperty("ok").GetBoolean(), $"{task.Key}: {task.Value}"));
    }

    private async Task EchoAsync(int version, int sessions, string sizes)
    {
        var result = await NodeProcess.RunAsync(
            "echo-client.mjs",
            ["--url", Echo, "--sessions", sessions.ToString(CultureInfo.InvariantCulture), "--sizes", sizes, .. Version(version)]);
        Assert.Equal((sessions, sessions), (result.GetProperty("sessions").GetInt32(), result.GetProperty("stillOpen").GetInt32()));
        Assert.Equal(sessions * sizes.Split(',').Length, result.GetProperty("messages").GetInt32());
        Assert.Empty(result.GetProperty("notes").EnumerateArray());
    }

    private string[] Version(int version) => version == 1 ? [] : ["--version", "2", "--ca", fixture.Gateway.CaFile];
}
