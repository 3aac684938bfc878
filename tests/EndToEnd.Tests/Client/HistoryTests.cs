using Sws.Client;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>Groups that keep their messages: what comes back, in which order, and when the gateway must say that it does not.</summary>
public sealed class HistoryTests(HistoryGateway fixture) : IClassFixture<HistoryGateway>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HistoryGateway.Durable)]
    [InlineData(HistoryGateway.Memory)]
    public async Task Join_FromAPosition_GetsWhatWasMissedBeforeWhatIsNew(string hub)
    {
        await using SwsClient sender = await fixture.ConnectAsync(hub);
        AckPosition start = (await sender.JoinGroupAsync("missed", cancellationToken: Cancelled)).Position!;
        await PublishAsync(sender, "missed", 0, 50);

        await using SwsClient late = await fixture.ConnectAsync(hub);
        AckPosition joined = (await late.JoinGroupAsync("missed", recover: new StreamPosition(start.Epoch, start.Offset), cancellationToken: Cancelled)).Position!;
        await PublishAsync(sender, "missed", 50, 10);

        Assert.Equal((true, start.Epoch, start.Offset + 50), (joined.Recovered, joined.Epoch, joined.Offset));
        List<SwsGroupMessage> received = await ReadAsync(late, 60);
        Assert.Equal(Enumerable.Range(0, 60).Select(number => $"{number}"), received.Select(message => message.Data.AsText()));
        Assert.Equal(Enumerable.Range(1, 60).Select(number => start.Offset + (ulong)number), received.Select(message => message.Position!.Offset));
    }

    [Fact]
    public async Task Join_FarBehindWhileOthersPublish_GetsEverythingOnceAndInOrder()
    {
        // More than a session's queue holds, and than a page.
        const int before = 2500, meanwhile = 500;
        await using SwsClient sender = await fixture.ConnectAsync(HistoryGateway.Durable);
        AckPosition start = (await sender.JoinGroupAsync("far", cancellationToken: Cancelled)).Position!;
        await sender.LeaveGroupAsync("far", Cancelled);
        await PublishAsync(sender, "far", 0, before);

        await using SwsClient late = await fixture.ConnectAsync(HistoryGateway.Durable);
        Task<AckResult> joining = late.JoinGroupAsync("far", recover: new StreamPosition(start.Epoch, start.Offset), cancellationToken: Cancelled);
        Task publishing = PublishAsync(sender, "far", before, meanwhile);
        List<SwsGroupMessage> received = await ReadAsync(late, before + meanwhile);
        await publishing;

        Assert.True((await joining).Position!.Recovered);
        Assert.Equal(Enumerable.Range(0, before + meanwhile).Select(number => $"{number}"), received.Select(message => message.Data.AsText()));
    }

    [Theory]
    [InlineData(HistoryGateway.Durable)]
    [InlineData(HistoryGateway.Memory)]
    public async Task Join_FromAnotherEpoch_IsNotRecoveredAndJoinedAllTheSame(string hub)
    {
        await using SwsClient client = await fixture.ConnectAsync(hub);
        await PublishAsync(client, "epoch", 0, 3);

        AckPosition joined = (await client.JoinGroupAsync("epoch", recover: new StreamPosition("another", 1), cancellationToken: Cancelled)).Position!;
        await PublishAsync(client, "epoch", 3, 1);

        Assert.Equal((false, 3UL), (joined.Recovered, joined.Offset));
        Assert.Equal("3", Assert.Single(await ReadAsync(client, 1)).Data.AsText());
    }

    [Theory]
    [InlineData(HistoryGateway.Few)]
    [InlineData(HistoryGateway.Durable)]
    public async Task Join_FromAPositionThatIsAheadOrTrimmed_IsNotRecovered(string hub)
    {
        await using SwsClient client = await fixture.ConnectAsync(hub);
        AckPosition start = (await client.JoinGroupAsync("trimmed", cancellationToken: Cancelled)).Position!;
        await client.LeaveGroupAsync("trimmed", Cancelled);
        await PublishAsync(client, "trimmed", 0, 20);
        StreamPosition asked = new(start.Epoch, hub == HistoryGateway.Few ? start.Offset : start.Offset + 21);

        AckPosition joined = (await client.JoinGroupAsync("trimmed", recover: asked, cancellationToken: Cancelled)).Position!;

        Assert.Equal((false, start.Offset + 20), (joined.Recovered, joined.Offset));
    }

    [Fact]
    public async Task Join_AGroupOutsideThePattern_HasNoPosition()
    {
        await using SwsClient client = await fixture.ConnectAsync(HistoryGateway.Few);

        AckResult joined = await client.JoinGroupAsync("other.group", recover: new StreamPosition("e", 1), cancellationToken: Cancelled);
        await PublishAsync(client, "other.group", 0, 1);

        Assert.Null(joined.Position);
        Assert.Null(Assert.Single(await ReadAsync(client, 1)).Position);
    }

    [Fact]
    public async Task Publish_NoEcho_IsNotSentToTheSenderWhenItRecovers()
    {
        await using SwsClient client = await fixture.ConnectAsync(HistoryGateway.Durable);
        AckPosition start = (await client.JoinGroupAsync("noecho", cancellationToken: Cancelled)).Position!;
        await client.LeaveGroupAsync("noecho", Cancelled);
        await client.SendToGroupAsync("noecho", "mine", noEcho: true, cancellationToken: Cancelled);
        await client.SendToGroupAsync("noecho", "for all", cancellationToken: Cancelled);

        await client.JoinGroupAsync("noecho", recover: new StreamPosition(start.Epoch, start.Offset), cancellationToken: Cancelled);

        Assert.Equal("for all", Assert.Single(await ReadAsync(client, 1)).Data.AsText());
    }

    [Fact]
    public async Task Gateway_KilledRightAfterAnAck_HasEveryAcknowledgedMessage()
    {
        using TemporaryFolder folder = new();
        AckPosition start;
        int acknowledged = 0;
        await using (HistoryGateway first = await HistoryGateway.StartInAsync(folder.At("data")))
        {
            await using SwsClient sender = await first.ConnectAsync(HistoryGateway.Durable);
            start = (await sender.JoinGroupAsync("killed", cancellationToken: Cancelled)).Position!;
            await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
            {
                await sender.SendToGroupAsync("killed", $"{number}", cancellationToken: Cancelled);
                Interlocked.Increment(ref acknowledged);
            })).Within(Timeouts.Step, "the acks");
            first.Kill();
        }

        await using HistoryGateway second = await HistoryGateway.StartInAsync(folder.At("data"));
        await using SwsClient receiver = await second.ConnectAsync(HistoryGateway.Durable);
        AckPosition joined = (await receiver.JoinGroupAsync("killed", recover: new StreamPosition(start.Epoch, start.Offset), cancellationToken: Cancelled)).Position!;

        Assert.Equal((true, start.Epoch, start.Offset + (ulong)acknowledged), (joined.Recovered, joined.Epoch, joined.Offset));
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}"), (await ReadAsync(receiver, 200)).Select(message => message.Data.AsText()));
    }

    private static Task<AckResult[]> PublishAsync(SwsClient client, string group, int from, int count) => Task
        .WhenAll(Enumerable.Range(from, count).Select(number => client.SendToGroupAsync(group, $"{number}", cancellationToken: Cancelled)))
        .Within(Timeouts.Step, $"{count} acks");

    private static Task<List<SwsGroupMessage>> ReadAsync(SwsClient client, int count) => HistoryGateway.ReadAsync<SwsGroupMessage>(client, count);
}
