using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>Users whose messages are kept until one of their clients has acknowledged them.</summary>
public sealed class InboxTests(HistoryGateway fixture) : IClassFixture<HistoryGateway>, IDisposable
{
    private readonly ClientIdentity _user = ClientIdentity.Generate();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(1200)]
    public async Task Send_UserIsAway_FoundInItsNextSessionOnceAndInOrder(int count)
    {
        string userId = await LeaveAsync(fixture, HistoryGateway.Inbox);
        await using SwsClient sender = await fixture.ConnectAsync(HistoryGateway.Inbox);
        await SendAsync(sender, userId, 0, count);

        await using SwsClient back = await fixture.ConnectAsync(HistoryGateway.Inbox, _user);
        List<SwsDirectMessage> received = await ReadAsync(back, count);
        await SendAsync(sender, userId, count, 1);

        Assert.Equal(Texts(0, count), received.Select(message => message.Text));
        Assert.Equal(Enumerable.Range(1, count).Select(number => (ulong)number), received.Select(message => message.Position!.Offset));
        Assert.Equal($"{count}", Assert.Single(await ReadAsync(back, 1)).Text);
    }

    [Fact]
    public async Task Send_AcknowledgedByAClient_NotInTheUsersNextSession()
    {
        await using SwsClient sender = await fixture.ConnectAsync(HistoryGateway.Inbox);
        string userId;
        await using (SwsClient first = await fixture.ConnectAsync(HistoryGateway.Inbox, _user))
        {
            userId = first.UserId!;
            await SendAsync(sender, userId, 0, 3);
            Assert.Equal(Texts(0, 3), (await ReadAsync(first, 3)).Select(message => message.Text));
        }

        await SendAsync(sender, userId, 3, 1);
        await using SwsClient next = await fixture.ConnectAsync(HistoryGateway.Inbox, _user);

        Assert.Equal("3", Assert.Single(await ReadAsync(next, 1)).Text);
    }

    [Fact]
    public async Task Send_UserHasTwoSessions_BothGetIt()
    {
        await using SwsClient sender = await fixture.ConnectAsync(HistoryGateway.Inbox);
        await using SwsClient one = await fixture.ConnectAsync(HistoryGateway.Inbox, _user);
        await using SwsClient other = await fixture.ConnectAsync(HistoryGateway.Inbox, _user);

        await SendAsync(sender, one.UserId!, 0, 20);

        Assert.Equal(Texts(0, 20), (await ReadAsync(one, 20)).Select(message => message.Text));
        Assert.Equal(Texts(0, 20), (await ReadAsync(other, 20)).Select(message => message.Text));
    }

    [Fact]
    public async Task Send_MoreThanTheInboxKeeps_TheOldestAreGone()
    {
        string userId = await LeaveAsync(fixture, HistoryGateway.SmallInbox);
        await using SwsClient sender = await fixture.ConnectAsync(HistoryGateway.SmallInbox);
        await SendAsync(sender, userId, 0, 10);

        await using SwsClient back = await fixture.ConnectAsync(HistoryGateway.SmallInbox, _user);

        Assert.Equal(Texts(7, 3), (await ReadAsync(back, 3)).Select(message => message.Text));
    }

    [Fact]
    public async Task Gateway_KilledRightAfterTheAcks_TheUserFindsEverything()
    {
        using TemporaryFolder folder = new();
        string userId;
        await using (HistoryGateway first = await HistoryGateway.StartInAsync(folder.At("data")))
        {
            userId = await LeaveAsync(first, HistoryGateway.Inbox);
            await using SwsClient sender = await first.ConnectAsync(HistoryGateway.Inbox);
            await SendAsync(sender, userId, 0, 100);
            first.Kill();
        }

        await using HistoryGateway second = await HistoryGateway.StartInAsync(folder.At("data"));
        await using SwsClient back = await second.ConnectAsync(HistoryGateway.Inbox, _user);

        Assert.Equal(Texts(0, 100), (await ReadAsync(back, 100)).Select(message => message.Text));
    }

    public void Dispose() => _user.Dispose();

    /// <summary>The user was there once, and is known by its id.</summary>
    private async Task<string> LeaveAsync(HistoryGateway gateway, string hub)
    {
        await using SwsClient client = await gateway.ConnectAsync(hub, _user);
        return client.UserId!;
    }

    private static IEnumerable<string> Texts(int from, int count) => Enumerable.Range(from, count).Select(number => $"{number}");

    private static Task<AckResult[]> SendAsync(SwsClient sender, string userId, int from, int count) => Task
        .WhenAll(Texts(from, count).Select(text => sender.SendToUserAsync(userId, SwsData.Text(text), Cancelled)))
        .Within(Timeouts.Step, $"{count} acks");

    private static Task<List<SwsDirectMessage>> ReadAsync(SwsClient client, int count) => HistoryGateway.ReadAsync<SwsDirectMessage>(client, count);
}
