using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Sessions;

namespace Sws.Gateway.Tests.Sessions;

public sealed class SiloLossTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Token_SiloLostSince_CancelledAfterTheGrace()
    {
        using SiloLoss silos = new(_time);
        CancellationToken before = silos.Token;

        silos.Report();
        _time.Advance(SiloLoss.Grace - TimeSpan.FromMilliseconds(1));
        Assert.False(before.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(before.IsCancellationRequested);
    }

    [Fact]
    public void Token_OfACallThatBeginsAfterTheLoss_NotCancelledByIt()
    {
        using SiloLoss silos = new(_time);
        silos.Report();
        CancellationToken after = silos.Token;

        _time.Advance(SiloLoss.Grace);
        Assert.False(after.IsCancellationRequested);
        silos.Report();
        _time.Advance(SiloLoss.Grace);

        Assert.True(after.IsCancellationRequested);
    }
}
