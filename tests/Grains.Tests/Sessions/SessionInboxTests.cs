using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Log;
using Sws.Grains.Sessions;
using Sws.Grains.Tests.Log;
using Sws.Testing;

namespace Sws.Grains.Tests.Sessions;

/// <summary>What a session's grain does with its user's inbox when it lost its memory, or was not told.</summary>
public sealed class SessionInboxTests(RedisFixture redis) : IAsyncLifetime
{
    private const string Protocol = "json.reliable.webpubsub.azure.v1";

    private static readonly LogRetention Kept = new(100, TimeSpan.FromHours(1));

    private readonly string _prefix = Guid.NewGuid().ToString("N");
    private readonly ClientIdentity _identity = new([.. Guid.NewGuid().ToByteArray(), .. new byte[16]], [], 2, [192, 0, 2, 1]);
    private readonly LogStream _inbox = new(ClusterFixture.Durable, LogStreamKind.Inbox, "user");
    private InProcessTestCluster? _cluster;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMessageLog Log => _cluster!.Silos[0].ServiceProvider.GetRequiredService<IMessageLog>();

    public async ValueTask InitializeAsync() =>
        _cluster = await ClusterFixture.StartAsync(new SessionLimits(), silo => silo.Services.AddSwsRedisLog(_ => redis.Database, _prefix));

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProgressAsync_OfWhatAnEarlierMemoryBrought_IsStored(bool asserted)
    {
        FakeEdge edge = new(_cluster!.Client);
        string epoch = (await AppendAsync("one", "two", "three")).Epoch;
        SessionSnapshot snapshot = Snapshot(edge, new InboxPosition(epoch, 2), lastOutboxId: 8);
        ISessionGrain session = await LostAsync(edge, snapshot, asserted);
        await edge.DirectMessagesAsync(asserted ? 1 : 0);

        await session.ProgressAsync(new SessionProgress(1, 7));
        Assert.Equal(0UL, await Log.GetCursorAsync(_inbox));
        await session.ProgressAsync(new SessionProgress(1, 8));
        await CursorAsync(2);

        long third = (await edge.DirectMessagesAsync(1))[0].OutboxId;
        await session.ProgressAsync(new SessionProgress(1, third));
        await CursorAsync(3);
    }

    [Fact]
    public async Task RestoreAsync_OfASessionThatIsKnown_BringsWhatItWasNotToldOf()
    {
        FakeEdge edge = new(_cluster!.Client);
        SessionSnapshot snapshot = Snapshot(edge, new InboxPosition((await AppendAsync("one")).Epoch, 1), lastOutboxId: 1);
        ISessionGrain session = await LostAsync(edge, snapshot, asserted: true);
        await AppendAsync("two");

        await session.RestoreAsync(snapshot, Cancelled);

        ClientData told = Assert.IsType<ClientData>(Assert.Single(await edge.DirectMessagesAsync(1)).Content);
        Assert.Equal("two", Encoding.UTF8.GetString(told.Data.Bytes));
    }

    /// <summary>A session that an edge holds and whose grain is new.</summary>
    private async Task<ISessionGrain> LostAsync(FakeEdge edge, SessionSnapshot snapshot, bool asserted)
    {
        ISessionGrain session = _cluster!.Client.GetGrain<ISessionGrain>(Guid.NewGuid().ToString("N"));
        edge.Snapshot = snapshot;
        await edge.RegisterAsync();
        if (asserted)
        {
            Assert.Equal(SessionStatus.Ok, await session.RestoreAsync(snapshot, Cancelled));
        }

        return session;
    }

    private SessionSnapshot Snapshot(FakeEdge edge, InboxPosition inbox, long lastOutboxId) => new(
        new SessionOpen(ClusterFixture.Durable, _identity, Protocol, true, edge.Address),
        Generation: 1, "user", "token", [], [], lastOutboxId, Attached: true, inbox, Number: 1);

    private async Task CursorAsync(ulong offset)
    {
        // The cursor is stored behind the answer.
        using CancellationTokenSource timeout = new(Timeouts.Step);
        while (await Log.GetCursorAsync(_inbox) != offset && !timeout.IsCancellationRequested)
        {
        }

        Assert.Equal(offset, await Log.GetCursorAsync(_inbox));
    }

    private ValueTask<LogAppended> AppendAsync(params string[] texts) =>
        Log.AppendAsync(_inbox, Kept, [.. texts.Select(text => new LogRecord(null, 0, null, new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes(text)), null))]);
}
