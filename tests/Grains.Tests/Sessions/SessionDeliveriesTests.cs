using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;
using Sws.Grains.Tests.Groups;
using Sws.Testing;

namespace Sws.Grains.Tests.Sessions;

public class SessionDeliveriesTests
{
    private readonly SteppedEdge _edge = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SessionDeliveries _deliveries;

    public SessionDeliveriesTests() => _deliveries = new SessionDeliveries(_time);

    [Fact]
    public async Task DeliverAsync_CallUnderWay_TheOthersShareTheNext()
    {
        Task<bool> first = DeliverAsync("one");
        SteppedEdge.SessionsCall call = await _edge.SessionsCallAsync();
        Task<bool>[] later = [DeliverAsync("two"), DeliverAsync("three")];
        Assert.Equal(0, _edge.SessionsCalls);
        Assert.False(first.IsCompleted);

        call.Answer.SetResult([]);
        Assert.True(await first.Within(Timeouts.Step, "the first answer"));
        SteppedEdge.SessionsCall next = await _edge.SessionsCallAsync();
        Assert.Equal(["one"], call.Sessions);
        Assert.Equal(["two", "three"], next.Sessions);
        Assert.All(later, task => Assert.False(task.IsCompleted));
        next.Answer.SetResult([]);

        Assert.All(await Task.WhenAll(later).Within(Timeouts.Step, "the others' answers"), Assert.True);
    }

    [Fact]
    public async Task DeliverAsync_EdgeHoldsSomeOfThem_EachHearsOfItsOwn()
    {
        SteppedEdge.SessionsCall call = await OccupyAsync();
        Task<bool>[] later = [DeliverAsync("one"), DeliverAsync("two"), DeliverAsync("three")];
        call.Answer.SetResult([]);

        (await _edge.SessionsCallAsync()).Answer.SetResult([1]);

        bool[] taken = await Task.WhenAll(later).Within(Timeouts.Step, "the answers");
        Assert.Equal([true, false, true], taken);
    }

    [Fact]
    public async Task DeliverAsync_CallFails_AllOfItHearSoAndLaterOnesGetThrough()
    {
        SteppedEdge.SessionsCall call = await OccupyAsync();
        Task<bool>[] shared = [DeliverAsync("one"), DeliverAsync("two")];
        call.Answer.SetResult([]);
        (await _edge.SessionsCallAsync()).Answer.SetException(new TimeoutException());

        foreach (Task<bool> task in shared)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => task.Within(Timeouts.Step, "the failure"));
        }

        Task<bool> later = DeliverAsync("one");
        (await _edge.SessionsCallAsync()).Answer.SetResult([]);
        Assert.True(await later.Within(Timeouts.Step, "the later answer"));
    }

    [Fact]
    public async Task DeliverAsync_EdgeHangs_WhoComesThenDoesNotWaitBehindIt()
    {
        SteppedEdge.SessionsCall hanging = await OccupyAsync();
        Task<bool> waiting = DeliverAsync("waiting");
        _time.Advance(TimeSpan.FromMilliseconds(101));

        Task<bool> then = DeliverAsync("then");
        SteppedEdge.SessionsCall call = await _edge.SessionsCallAsync();
        Assert.Equal(["waiting", "then"], call.Sessions);
        call.Answer.SetResult([]);
        Assert.All(await Task.WhenAll(waiting, then).Within(Timeouts.Step, "the answers"), Assert.True);

        // And when it goes on, calls are shared again.
        hanging.Answer.SetResult([]);
        SteppedEdge.SessionsCall next = await OccupyAsync();
        Task<bool>[] later = [DeliverAsync("one"), DeliverAsync("two")];
        next.Answer.SetResult([]);
        Assert.Equal(["one", "two"], (await _edge.SessionsCallAsync()).Sessions);
    }

    [Theory]
    [InlineData(300, 1, 256)]
    [InlineData(3, 700_000, 2)]
    public async Task DeliverAsync_MoreThanACallMayHold_InSeveral(int sessions, int bytes, int inTheFirst)
    {
        SteppedEdge.SessionsCall call = await OccupyAsync();
        Task<bool>[] later = [.. Enumerable.Range(0, sessions).Select(index => DeliverAsync($"{index}", bytes))];
        call.Answer.SetResult([]);

        SteppedEdge.SessionsCall first = await _edge.SessionsCallAsync();
        first.Answer.SetResult([]);
        SteppedEdge.SessionsCall second = await _edge.SessionsCallAsync();
        second.Answer.SetResult([]);

        Assert.Equal(inTheFirst, first.Sessions.Length);
        Assert.Equal(Enumerable.Range(0, sessions).Select(index => $"{index}"), first.Sessions.Concat(second.Sessions));
        Assert.All(await Task.WhenAll(later).Within(Timeouts.Step, "the answers"), Assert.True);
    }

    /// <summary>A call under way.</summary>
    private async Task<SteppedEdge.SessionsCall> OccupyAsync()
    {
        _ = DeliverAsync("occupies");
        return await _edge.SessionsCallAsync();
    }

    private Task<bool> DeliverAsync(string session, int bytes = 1) => _deliveries.DeliverAsync(
        _edge, new SessionDelivery(session, 1, [new DirectMessage(1, new ClientData(null, new Payload(PayloadKind.Binary, new byte[bytes]), false))]));
}
