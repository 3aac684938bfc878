using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>The first run, the last moments, and a run that must not happen.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithSessions_TellsThemAndExits0(bool interrupt)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var client = await RawSwsClient.OpenAsync(gateway.Url("echo"));
        await client.SendAsync("hello");
        await client.ReadAsync("the echo");
        if (interrupt)
        {
            gateway.Process.Interrupt();
        }
        else
        {
            gateway.Process.Terminate();
        }

        await client.Socket.ExpectCloseAsync(CloseReason.Draining, Timeouts.Step);
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Timeouts.Process));
        Assert.Empty(gateway.ErrorLogs());
        Assert.DoesNotContain(gateway.Process.Output, line => line.Contains(" warn: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstRun_OfAnEmptyFolder_MakesKeysForItsOwnerOnly()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(gateway.DataDirectory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(gateway.CaKeyFile));
        Assert.True(File.Exists(gateway.CaFile));
    }

    [Fact]
    public async Task FirstRun_AsReadmeSays_MakesItsDataWhereItWasCalled()
    {
        using var folder = new TemporaryFolder();
        await using var run = ChildProcess.Start(
            "dotnet",
            [
                "run", "--no-build", "-c", RepositoryFiles.Configuration, "--project", RepositoryFiles.At("src", "Gateway"), "--",
                "--Gateway:SwsPort=0", "--Gateway:HttpPort=0", "--Cluster:SiloPort=0", "--Cluster:GatewayPort=0", "--Gateway:BindAddress=127.0.0.1",
            ],
            "the .NET SDK",
            folder.Path);

        await run.ReadAsync(line => line.EndsWith(" Ready", StringComparison.Ordinal) ? line : null, Timeouts.Process, "the gateway to be ready");

        Assert.True(File.Exists(folder.At("data", "pki", "ca.cert")));
        run.Terminate();
        await run.WaitForExitAsync(Timeouts.Process);
    }

    [Fact]
    public async Task SecondRun_OfTheSameFolder_KeepsItsAuthority()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        await using var first = await GatewayProcess.StartInAsync(data);
        var authority = await File.ReadAllTextAsync(first.CaFile, TestContext.Current.CancellationToken);
        await first.StopAsync();
        await using var second = await GatewayProcess.StartInAsync(data);
        Assert.Equal(authority, await File.ReadAllTextAsync(second.CaFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_WithBadConfiguration_NamesEveryProblemAndExits1()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = GatewayProcess.Launch(
            folder.At("data"), "--Gateway:BindAddress=Everything", "--Gateway:HttpPort=70000", "--Hubs:chat:Versions=3", "--Hubs:echo:UserId=Nobody");
        Assert.Equal(1, await gateway.WaitForExitAsync(Timeouts.Process));
        var said = gateway.Transcript();
        Assert.All(
            ["Gateway:BindAddress", "Gateway:HttpPort", "Hubs:chat:Versions", "Hubs:echo:UserId"],
            key => Assert.Contains(key, said, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.At("data")), "A run that cannot be must leave nothing behind.");
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSoAndExits1()
    {
        await using var first = await GatewayProcess.StartAsync();
        using var folder = new TemporaryFolder();
        await using var second = GatewayProcess.Launch(folder.At("data"), $"--Gateway:SwsPort={first.SwsPort}");
        Assert.Equal(1, await second.WaitForExitAsync(Timeouts.Process));
        Assert.Contains($"{first.SwsPort}", second.Transcript(), StringComparison.Ordinal);
    }
}
