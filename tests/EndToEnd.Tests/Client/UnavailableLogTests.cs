using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>The client when the message log of a durable hub is out of reach for a while.</summary>
public sealed class UnavailableLogTests
{
    private const string Hub = "durable";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendToGroupAsync_LogComesBack_StoredOnceAndAcknowledged()
    {
        using TemporaryFolder folder = new();
        await using (ChildProcess authority = ChildProcess.Start(
            "dotnet", [GatewayProcess.Executable, "cert", "ca", "new", "--name", "log", "--days", "2", "--out", folder.At("ca")], "apt-get install dotnet-sdk-10.0"))
        {
            Assert.Equal(0, await authority.WaitForExitAsync(Timeouts.Process));
        }

        await File.WriteAllTextAsync(folder.At("api.key"), new string('k', 44) + "\n", Cancelled);
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--Cluster:Provider=Redis", $"--Cluster:Redis={redis.ConnectionString}",
            $"--Trust:CaKeyFile={folder.At("ca", "ca.key")}", $"--Api:AccessKeyFile={folder.At("api.key")}",
            $"--Hubs:{Hub}:History=Durable", $"--Hubs:{Hub}:RequireCert=false",
            $"--Hubs:{Hub}:Permissions:0:Allow=webpubsub.joinLeaveGroup,webpubsub.sendToGroup");
        SwsClientOptions options = new() { Url = gateway.Url(Hub), Trust = ServerTrust.CertificateAuthorityFile(folder.At("ca", "ca.cert")) };
        await using SwsClient receiver = await SwsClient.ConnectAsync(options, Cancelled);
        await using SwsClient witness = await SwsClient.ConnectAsync(options with { ResendFor = TimeSpan.Zero }, Cancelled);
        await using SwsClient sender = await SwsClient.ConnectAsync(options with { ResendFor = TimeSpan.FromMinutes(1) }, Cancelled);
        await receiver.JoinGroupAsync("g", cancellationToken: Cancelled);
        await sender.SendToGroupAsync("g", "0", cancellationToken: Cancelled);
        await redis.KillAsync();

        Task<AckResult> sending = sender.SendToGroupAsync("g", "1", cancellationToken: Cancelled);
        // Sent behind it to the same log, which is out of reach for both.
        SwsAckException refused = await Assert.ThrowsAsync<SwsAckException>(
            () => witness.SendToGroupAsync("g", "never again", cancellationToken: Cancelled).Within(Timeouts.Process, "the refusal"));
        await redis.RestartAsync();
        await sending.Within(Timeouts.Process, "the answer");
        await sender.SendToGroupAsync("g", "2", cancellationToken: Cancelled);

        Assert.Equal(("Unavailable", true), (refused.Name, refused.Temporary));
        List<string> texts = [];
        await foreach (SwsMessage message in receiver.ReadMessagesAsync(Cancelled))
        {
            texts.Add(Assert.IsType<SwsGroupMessage>(message).Text);
            if (texts[^1] == "2")
            {
                break;
            }
        }

        // Of what was refused nobody can say whether it is stored.
        Assert.Equal(["0", "1", "2"], texts.Where(text => text != "never again"));
    }
}
