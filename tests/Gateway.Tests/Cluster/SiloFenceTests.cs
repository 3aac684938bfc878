using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>A silo that was paused or cut off sends nothing until it knows that it was not voted out meanwhile.</summary>
public sealed class SiloFenceTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly Queue<Func<bool>> _answers = [];
    private readonly Pipe _written = new();
    private readonly Pipe _sentToIt = new();
    private readonly SiloFence _fence;
    private readonly FencedPipe _connection;
    private bool _isUnsure;

    public SiloFenceTests()
    {
        _fence = new SiloFence(_ => Task.FromResult(_answers.Dequeue()()), () => _isUnsure, _time, NullLogger<SiloFence>.Instance);
        _connection = new FencedPipe(new Duplex(_sentToIt.Reader, _written.Writer), _fence, _fence.Heard);
    }

    public void Dispose() => _fence.Dispose();

    [Fact]
    public async Task Write_NotPaused_PassesWithoutAsking()
    {
        _fence.Begin();
        for (int look = 0; look < 100; look++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await _fence.LookAsync();
        }

        Assert.True(WriteAsync().IsCompletedSuccessfully);
        Assert.Equal(1, Written());
    }

    [Fact]
    public void Write_BeforeTheSiloHasJoined_Passes()
    {
        _time.Advance(Pause);

        Assert.True(WriteAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Write_AfterPause_WaitsUntilStillMember()
    {
        _fence.Begin();
        _time.Advance(Pause);
        Task write = WriteAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(write.IsCompleted);
        Assert.Equal(0, Written());

        _answers.Enqueue(() => true);
        await _fence.LookAsync();
        _time.Advance(TimeSpan.FromMilliseconds(50));
        await write;

        Assert.Equal(1, Written());
    }

    [Fact]
    public async Task Write_AfterPauseAndVotedOut_NeverPasses()
    {
        _fence.Begin();
        _time.Advance(Pause);
        Task write = WriteAsync();
        int asked = 0;
        for (int ask = 0; ask < 1000; ask++)
        {
            _answers.Enqueue(() =>
            {
                Interlocked.Increment(ref asked);
                return false;
            });
        }

        Task look = _fence.LookAsync();
        while (Volatile.Read(ref asked) < 10)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.False(look.IsCompleted);
        Assert.False(write.IsCompleted);
        Assert.Equal(0, Written());
    }

    [Fact]
    public async Task Write_CutOffFromStoreAndSilos_WaitsUntilStillMember()
    {
        _fence.Begin();
        _isUnsure = true;
        await LookForAsync(TimeSpan.FromSeconds(2.9));
        Assert.True(WriteAsync().IsCompletedSuccessfully);
        Assert.Equal(1, Written());
        _answers.Enqueue(() => throw new IOException("no store"));
        _answers.Enqueue(() => true);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Task look = _fence.LookAsync();
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromMilliseconds(600));
        await look;

        Assert.Empty(_answers);
        Assert.True(_fence.IsOpen);
    }

    [Fact]
    public async Task Write_CutOffAndHeardAgain_WaitsForTheStoreAllTheSame()
    {
        _fence.Begin();
        _isUnsure = true;
        for (int ask = 0; ask < 100; ask++)
        {
            _answers.Enqueue(() => throw new IOException("no store"));
        }

        await LookForAsync(TimeSpan.FromSeconds(2.9));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Task look = _fence.LookAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await HearAsync();
        Task write = WriteAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(look.IsCompleted);
        Assert.False(write.IsCompleted);
        Assert.Equal(0, Written());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_OnlyTheStoreOrOnlyTheOthersAreOutOfReach_PassesWithoutAsking(bool othersAreHeard)
    {
        _fence.Begin();
        _isUnsure = othersAreHeard;
        for (int second = 0; second < 10; second++)
        {
            await LookForAsync(TimeSpan.FromSeconds(1));
            if (othersAreHeard)
            {
                await HearAsync();
            }
        }

        Assert.True(WriteAsync().IsCompletedSuccessfully);
        Assert.Equal(1, Written());
    }

    [Fact]
    public async Task Write_StoreOutOfReachAtFirst_PassesWhenItHasAnswered()
    {
        _fence.Begin();
        _time.Advance(Pause);
        _answers.Enqueue(() => throw new IOException("no store"));
        _answers.Enqueue(() => true);

        await OpensAtTheSecondAnswerAsync();
    }

    [Fact]
    public async Task Look_PausedWhileAsking_AsksAgain()
    {
        _fence.Begin();
        _time.Advance(Pause);
        _answers.Enqueue(() =>
        {
            _time.Advance(Pause);
            return true;
        });
        _answers.Enqueue(() => true);

        await OpensAtTheSecondAnswerAsync();
    }

    [Fact]
    public async Task Write_WaitsAndIsCancelled_EndsUnwritten()
    {
        _fence.Begin();
        _time.Advance(Pause);
        _connection.Output.GetSpan(1)[0] = 7;
        _connection.Output.Advance(1);
        ValueTask<FlushResult> flush = _connection.Output.FlushAsync(TestContext.Current.CancellationToken);

        // As Orleans does when it closes a connection: it waits for what is being written.
        _connection.Output.CancelPendingFlush();

        Assert.True((await flush).IsCanceled);
        Assert.Equal(0, Written());
    }

    private async Task LookForAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(100))
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await _fence.LookAsync();
        }
    }

    private async Task HearAsync()
    {
        await _sentToIt.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        ReadResult read = await _connection.Input.ReadAsync(TestContext.Current.CancellationToken);
        _connection.Input.AdvanceTo(read.Buffer.End);
    }

    private async Task OpensAtTheSecondAnswerAsync()
    {
        Task look = _fence.LookAsync();
        Assert.False(_fence.IsOpen);

        _time.Advance(TimeSpan.FromMilliseconds(600));
        await look;

        Assert.True(_fence.IsOpen);
        Assert.Empty(_answers);
    }

    private async Task WriteAsync()
    {
        _connection.Output.GetSpan(1)[0] = 7;
        _connection.Output.Advance(1);
        await _connection.Output.FlushAsync();
    }

    private long Written() => _written.Reader.TryRead(out ReadResult result) ? result.Buffer.Length : 0;

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
