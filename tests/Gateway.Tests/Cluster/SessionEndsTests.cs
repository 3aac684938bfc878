using System.Security.Cryptography;
using System.Text;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>No session's grain outlives its session, whatever gets lost; and none ends because of what is over.</summary>
public sealed class SessionEndsTests : TwoEdgeTests
{
    // Behind everything that an edge waits for.
    private const long Later = 1_000_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_AnswerGetsLost_UserHasNoSession(bool endGetsLost)
    {
        string user = await UserAsync();
        Cluster.Faults.LoseAnswer(nameof(ISessionGrain.OpenAsync));
        if (endGetsLost)
        {
            Cluster.Faults.LoseCall(nameof(ISessionGrain.EndAsync));
        }

        Assert.Equal(CloseReason.BackendUnavailable, (await One.ConnectAsync(_key)).Refusal);
        await RepeatEndsAsync(One);

        Assert.Empty(await SessionsAsync(user));
    }

    [Fact]
    public async Task End_CallGetsLost_Repeated()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        Cluster.Faults.LoseCall(nameof(ISessionGrain.EndAsync));

        await One.Sessions.EndExpiredAsync(One.Table.NowMs + Later);
        Assert.NotEmpty(await SessionsAsync(client.Greeting!.UserId!));
        await One.Sessions.RepeatEndsAsync(One.Table.NowMs);

        Assert.Empty(await SessionsAsync(client.Greeting!.UserId!));
        Assert.Equal(SendOutcome.NotFound, await SendAsync(client));
    }

    [Fact]
    public async Task End_AResumptionHasFencedInVain_SessionEnds()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        One.Link.IsCut = true;
        Assert.Equal(CloseReason.BackendUnavailable, (await Other.ConnectAsync(_key, client.Greeting)).Refusal);
        One.Link.IsCut = false;

        await One.Sessions.EndExpiredAsync(One.Table.NowMs + Later);

        Assert.Empty(await SessionsAsync(client.Greeting!.UserId!));
        Assert.Equal(SendOutcome.NotFound, await SendAsync(client));
    }

    [Fact]
    public async Task End_ResumptionHereWasNotAnswered_SessionEnds()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        Cluster.Faults.LoseAnswer(nameof(ISessionGrain.ResumeAsync));
        Assert.Equal(CloseReason.BackendUnavailable, (await One.ConnectAsync(_key, client.Greeting)).Refusal);

        await One.Sessions.EndExpiredAsync(One.Table.NowMs + Later);

        Assert.Equal(SendOutcome.NotFound, await SendAsync(client));
    }

    [Fact]
    public async Task RepeatEnds_TakeoverWasNotAnswered_SessionEnds()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        Cluster.Faults.LoseAnswer(nameof(ISessionGrain.ResumeAsync));
        Assert.Equal(CloseReason.BackendUnavailable, (await Other.ConnectAsync(_key, client.Greeting)).Refusal);

        await RepeatEndsAsync(One);
        Assert.NotEmpty(await SessionsAsync(client.Greeting!.UserId!));
        await RepeatEndsAsync(Other);

        Assert.Empty(await SessionsAsync(client.Greeting!.UserId!));
        Assert.Equal(SendOutcome.NotFound, await SendAsync(client));
    }

    [Fact]
    public async Task RepeatEnds_TailWasGivenAwayAndNobodyGotIt_SessionEnds()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        One.Link.AnswersToLose = int.MaxValue;
        Assert.Equal(CloseReason.BackendUnavailable, (await Other.ConnectAsync(_key, client.Greeting)).Refusal);
        One.Link.AnswersToLose = 0;
        Assert.Null(One.Sessions.Find(client.Greeting!.ConnectionId));

        await RepeatEndsAsync(One);

        Assert.Empty(await SessionsAsync(client.Greeting!.UserId!));
    }

    [Fact]
    public async Task RepeatEnds_SessionHasMovedOn_Stays()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.LoseAsync();
        TestClient moved = await Other.ConnectAsync(_key, client.Greeting);
        await RepeatEndsAsync(One);
        Assert.Equal(SendOutcome.Accepted, await SendAsync(client));
        Assert.Equal([("1", 1UL)], await moved.ReadTextsAsync(1));
        await moved.LoseAsync();
        TestClient back = await One.ConnectAsync(_key, client.Greeting);

        await RepeatEndsAsync(One);
        await RepeatEndsAsync(Other);

        Assert.True(back.Greeting!.Recovered);
        Assert.Equal(SendOutcome.Accepted, await SendAsync(client));
        Assert.Equal(3, back.Session!.Generation);
    }

    [Fact]
    public async Task RepeatEnds_AttemptThatItsClientGaveUp_SessionStaysWhereItIs()
    {
        TestClient client = await One.ConnectAsync(_key);
        ClientIdentity identity = new(_key, [], 2, [192, 0, 2, 1]);
        Assert.NotNull((await TestClient.ConnectAsync(Other, identity, client.Greeting, isGone: true)).Refusal);

        await RepeatEndsAsync(Other);

        Assert.Equal(SendOutcome.Accepted, await SendAsync(client));
        Assert.Equal([("1", 1UL)], await client.ReadTextsAsync(1));
    }

    [Fact]
    public async Task SendToUser_DirectoryHasASessionThatIsGone_TakenOut()
    {
        string user = await UserAsync();
        TestClient sender = await Other.ConnectAsync(RandomNumberGenerator.GetBytes(32));
        TestClient client = await One.ConnectAsync(_key);
        Cluster.Faults.LoseCall(nameof(IUserDirectoryGrain.RemoveAsync));
        One.Sessions.EndAndTell(client.Session!, CloseReason.ClosedByServer);
        await RepeatEndsAsync(One);
        Assert.NotEmpty(await SessionsAsync(user));

        Ack ack = await sender.AskAsync(ackId => new SendToUser(user, new MessageData(DataKind.Text, "1"u8.ToArray()), ackId));

        Assert.False(ack.Success);
        Assert.Empty(await SessionsAsync(user));
    }

    private static async Task RepeatEndsAsync(TestEdge edge) => await edge.Sessions.RepeatEndsAsync(edge.Table.NowMs + Later);

    private ValueTask<SendOutcome> SendAsync(TestClient client) => Cluster.Client.GetSession(client.Greeting!.ConnectionId)
        .SendAsync(new ClientData(null, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes("1")), ToUser: false));

    private ValueTask<IReadOnlyList<string>> SessionsAsync(string user) => Cluster.Client.GetUserDirectory(TestCluster.Chat.Name, user).FindAsync(user);

    /// <summary>The client's user, who has no session.</summary>
    private async Task<string> UserAsync()
    {
        TestClient client = await One.ConnectAsync(_key);
        await client.Session!.Grain.EndAsync(1);
        One.Sessions.EndAndTell(client.Session, CloseReason.ClosedByServer);
        return client.Greeting!.UserId!;
    }
}
