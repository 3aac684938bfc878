using System.Security.Cryptography;
using System.Text;
using Sws.Gateway.Connections;
using Sws.Gateway.Sessions;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>What is done once a second, for the sessions that need it.</summary>
public sealed class SessionSweepTests : TwoEdgeTests
{
    private static readonly long Window = (long)ConnectionTimeouts.Default.Resume.TotalMilliseconds;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task EndExpired_ClientStaysAway_SessionEndsWhenItsTimeIsUp()
    {
        TestClient client = await One.ConnectAsync(_key);
        await AssertEndsAfterItsTimeAsync(client);

        TestClient again = await Other.ConnectAsync(_key, client.Greeting);
        Assert.NotNull(again.Refusal);
    }

    [Fact]
    public async Task EndExpired_ClientCameBackAndLeftAgain_ItsTimeBeginsAnew()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        TestClient again = await One.ConnectAsync(_key, client.Greeting);
        Assert.True(again.Greeting!.Recovered);

        await One.Sessions.EndExpiredAsync(One.Table.NowMs + (2 * Window));
        Assert.Same(again.Session, Find(client));

        await AssertEndsAfterItsTimeAsync(again);
    }

    [Fact]
    public async Task ReportProgress_DirectMessages_OnlyWhatTheClientAcknowledged()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await Other.ConnectAsync(RandomNumberGenerator.GetBytes(32));
        await SendAsync(sender, client, 2);
        ulong first = (await client.ReadTextsAsync(2))[0].SequenceId;

        await One.Sessions.ReportProgressAsync();
        Assert.Equal(0, client.Session!.ReportedOutboxId);

        await AcknowledgeAsync(client, first);
        await One.Sessions.ReportProgressAsync();
        Assert.Equal(1, client.Session.ReportedOutboxId);

        await AcknowledgeAsync(client, first + 1);
        await One.Sessions.ReportProgressAsync();
        Assert.Equal(2, client.Session.ReportedOutboxId);
    }

    [Fact]
    public async Task ReportProgress_MessagesThatCameAlongFromAnotherEdge_Reported()
    {
        TestClient client = await One.ConnectAsync(_key);
        TestClient sender = await Other.ConnectAsync(RandomNumberGenerator.GetBytes(32));
        await SendAsync(sender, client, 2);
        await client.ReadTextsAsync(2);
        await client.LoseAsync();
        TestClient again = await Other.ConnectAsync(_key, client.Greeting);
        ulong last = (await again.ReadTextsAsync(2))[1].SequenceId;

        await Other.Sessions.ReportProgressAsync();
        await AcknowledgeAsync(again, last);
        await Other.Sessions.ReportProgressAsync();

        Assert.Equal(2, again.Session!.ReportedOutboxId);
    }

    /// <summary>The client goes; its session ends when its time is up, and not before.</summary>
    private async Task AssertEndsAfterItsTimeAsync(TestClient client)
    {
        await client.LoseAsync();
        long lost = client.Session!.DetachedAtMs;

        await One.Sessions.EndExpiredAsync(lost + Window - 1);
        Assert.Same(client.Session, Find(client));

        await One.Sessions.EndExpiredAsync(lost + Window);
        Assert.Null(Find(client));
    }

    private EdgeSession? Find(TestClient client) => One.Sessions.Find(client.Greeting!.ConnectionId);

    private static async Task SendAsync(TestClient sender, TestClient receiver, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            Ack ack = await sender.AskAsync(ackId => new SendToConnection(
                receiver.Greeting!.ConnectionId, new MessageData(DataKind.Text, Encoding.UTF8.GetBytes($"{number}")), ackId));
            Assert.True(ack.Success);
        }
    }

    /// <summary>The edge has read the acknowledgement when it answers what came behind it.</summary>
    private static async Task AcknowledgeAsync(TestClient client, ulong sequenceId)
    {
        client.Acknowledge(sequenceId);
        await client.AskAsync(ackId => new LeaveGroup("none", ackId));
    }
}
