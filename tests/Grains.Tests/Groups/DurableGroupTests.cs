using System.Text;
using Orleans.TestingHost;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Log;
using Sws.Grains.Sessions;
using Sws.Grains.Tests.Log;
using Sws.Testing;

namespace Sws.Grains.Tests.Groups;

/// <summary>A group whose messages are in Redis, which loses some of them, or all.</summary>
public sealed class DurableGroupTests(RedisFixture redis) : IAsyncLifetime
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");
    private readonly string _name = Guid.NewGuid().ToString("N");
    private InProcessTestCluster? _cluster;

    private IClusterClient Client => _cluster!.Client;

    private IGroupGrain Group => Client.GetGrain<IGroupGrain>(GroupKey.Of(ClusterFixture.Durable, _name));

    private LogStream Stream => new(ClusterFixture.Durable, LogStreamKind.Group, _name);

    private string Tag => $"{_prefix}{{{Stream.Key}}}";

    public async ValueTask InitializeAsync() =>
        _cluster = await ClusterFixture.StartAsync(new SessionLimits(), silo => silo.Services.AddSwsRedisLog(_ => redis.Database, _prefix));

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task Publish_AfterTheLogLostItsNewest_IsDeliveredToWhoHasThose()
    {
        FakeEdge edge = new(Client);
        await Group.SubscribeAsync(edge.Address, null);
        Assert.Null(await PublishAsync(1));
        RedisState before = await RedisState.SaveAsync(redis.Database, Tag);
        Assert.Null(await PublishAsync(2));
        await before.RestoreAsync();

        Assert.Null(await PublishAsync(3));

        Assert.Equal([(1UL, "1"), (2UL, "2"), (3UL, "3")], Told(await edge.GroupMessagesAsync(3)));
    }

    [Fact]
    public async Task Read_BehindAMessageThatTheLogLost_IsNotWhole()
    {
        GroupPosition start = (await Group.SubscribeAsync(new FakeEdge(Client).Address, null)).Position;
        await PublishAsync(1);
        RedisState before = await RedisState.SaveAsync(redis.Database, Tag);
        await PublishAsync(2);
        await before.RestoreAsync();
        await PublishAsync(3);
        await CollectAsync();

        Assert.False((await Group.ReadAsync(start with { Offset = 1 })).IsWhole);
        GroupPage behind = await Group.ReadAsync(start with { Offset = 2 });

        Assert.True(behind.IsWhole);
        Assert.Equal("3", Text(Assert.Single(behind.Messages)));
    }

    [Fact]
    public async Task OnActivate_WhenAnEdgeHasMoreThanTheLog_GivesNoOffsetAgain()
    {
        GroupPosition start = (await Group.SubscribeAsync(new FakeEdge(Client).Address, null)).Position;
        await PublishAsync(1);
        await CollectAsync();
        FakeEdge ahead = new(Client) { GroupPosition = start with { Offset = 5 } };
        await ahead.RegisterAsync();

        Assert.Null(await PublishAsync(2));

        Assert.Equal([(6UL, "2")], Told(await ahead.GroupMessagesAsync(1)));
    }

    [Fact]
    public async Task Publish_AfterTheLogWasEmptied_IsStoredOnceAndByTheNextActivation()
    {
        GroupPosition start = (await Group.SubscribeAsync(new FakeEdge(Client).Address, null)).Position;
        await PublishAsync(1);
        await redis.Database.KeyDeleteAsync([Tag, Tag + ":m", Tag + ":n"]);

        OperationError? refused = await PublishAsync(2);
        OperationError? again = await PublishUntilTakenAsync(2);

        Assert.Equal(OperationErrors.Moving, refused);
        Assert.Null(again);
        GroupPage page = await Group.ReadAsync(null);
        Assert.NotEqual(start.Epoch, page.Epoch);
        Assert.Equal("2", Text(Assert.Single(page.Messages)));
    }

    /// <summary>Ends the grain; the next call finds a new activation.</summary>
    private Task CollectAsync() => Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, TestContext.Current.CancellationToken);

    private async Task<OperationError?> PublishUntilTakenAsync(int number)
    {
        using CancellationTokenSource timeout = new(Timeouts.Step);
        while (true)
        {
            OperationError? error = await PublishAsync(number);
            if (error != OperationErrors.Moving || timeout.IsCancellationRequested)
            {
                return error;
            }
        }
    }

    private ValueTask<OperationError?> PublishAsync(int number) => Group.PublishAsync(
        [new GroupPublish("user", new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes($"{number}")), null, "producer", (ulong)number)]);

    private static IEnumerable<(ulong, string)> Told(List<GroupMessage> messages) => messages.Select(message => (message.Offset, Text(message)));

    private static string Text(GroupMessage message) => Encoding.UTF8.GetString(message.Data.Bytes);
}
