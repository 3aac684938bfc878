using System.Security.Cryptography;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>A connection id that was never made here is answered without a grain, whose key it would be.</summary>
public sealed class MadeUpIdTests : TwoEdgeTests
{
    private const string MadeUp = "a\nb";

    [Fact]
    public async Task Resume_IdThatIsNone_RefusedAndNoGrainAsked()
    {
        Cluster.Faults.Held = (nameof(ISessionGrain.PrepareResumeAsync), Task.CompletedTask);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        TestClient client = await One.ConnectAsync(key);

        Assert.Equal(CloseReason.RecoveryRefused, (await One.ConnectAsync(key, client.Greeting! with { ConnectionId = MadeUp })).Refusal);
        Assert.Equal(0, Cluster.Faults.HeldCalls);
    }

    [Fact]
    public async Task SendToConnection_IdThatIsNone_NotFoundAndNoGrainAsked()
    {
        Cluster.Faults.Held = (nameof(ISessionGrain.SendAsync), Task.CompletedTask);
        TestClient client = await One.ConnectAsync(RandomNumberGenerator.GetBytes(32));

        Ack ack = await client.AskAsync(ackId => new SendToConnection(MadeUp, new MessageData(DataKind.Text, "1"u8.ToArray()), ackId));

        Assert.Equal("NotFound", ack.Error?.Name);
        Assert.Equal(0, Cluster.Faults.HeldCalls);
    }
}
