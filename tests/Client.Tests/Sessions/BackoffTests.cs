using Sws.Client.Sessions;

namespace Sws.Client.Tests.Sessions;

public sealed class BackoffTests
{
    [Fact]
    public void Next_ManyAttempts_DoublesUpToTheMaximumWithJitter()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(7));
        double[] bounds = [1, 2, 4, 8, 16, 30, 30];
        for (var i = 0; i < bounds.Length; i++)
        {
            Assert.InRange(backoff.Next().TotalSeconds, i == 0 ? 0 : bounds[i] / 2, bounds[i]);
        }

        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(backoff.Next().TotalSeconds, 15, 30);
        }
    }

    [Fact]
    public void Reset_AfterAttempts_StartsShortAgain()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(7));
        for (var i = 0; i < 10; i++)
        {
            backoff.Next();
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0, 1);
    }

    [Fact]
    public void Next_ManyClients_SpreadOverTheWholeRange()
    {
        var random = new Random(7);
        var first = Enumerable.Range(0, 1000)
            .Select(_ => new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), random).Next().TotalSeconds)
            .ToArray();
        Assert.InRange(first.Count(seconds => seconds < 0.25), 150, 350);
        Assert.InRange(first.Count(seconds => seconds > 0.75), 150, 350);
    }
}
