using Sws.Testing;

namespace Sws.Grains.Tests;

public class SiloWorkTests
{
    private readonly SiloWork _work = new(TimeProvider.System);

    [Fact]
    public async Task StopAsync_NothingUnderWay_AtOnceAndNothingBeginsAfterwards()
    {
        Assert.True(_work.Commands.TryEnter());
        _work.Commands.Exit();

        await _work.StopAsync(TestContext.Current.CancellationToken).Within(Timeouts.Step, "the stop");

        Assert.False(_work.Commands.TryEnter());
        Assert.False(_work.Messages.TryEnter());
    }

    [Fact]
    public async Task StopAsync_ACommandUnderWay_ItsMessagesStillGoAndBothAreWaitedFor()
    {
        Assert.True(_work.Commands.TryEnter());
        Task stopping = _work.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(_work.Commands.TryEnter());
        Assert.True(_work.Messages.TryEnter());
        Assert.False(stopping.IsCompleted);

        _work.Commands.Exit();
        Assert.False(stopping.IsCompleted);
        _work.Messages.Exit();

        await stopping.Within(Timeouts.Step, "the stop");
        Assert.False(_work.Messages.TryEnter());
    }
}
