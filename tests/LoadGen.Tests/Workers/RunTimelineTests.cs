using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Workers;

public sealed class RunTimelineTests
{
    [Fact]
    public void Add_LastWorkerOfASecond_CompletesIt()
    {
        var timeline = new RunTimeline();

        Assert.Null(timeline.Add(0, Progress(second: 1, received: 3), workers: 2));
        Assert.Null(timeline.Add(0, Progress(second: 2, received: 5), workers: 2));
        Assert.Equal((1, 7), (timeline.Add(1, Progress(second: 1, received: 4), workers: 2) is { } point ? (point.Second, point.Received) : default));
    }

    [Fact]
    public void Add_WorkerReportsASecondTwice_DoesNotCompleteIt()
    {
        var timeline = new RunTimeline();

        Assert.Null(timeline.Add(0, Progress(second: 1, received: 3), workers: 2));
        Assert.Null(timeline.Add(0, Progress(second: 1, received: 1), workers: 2));
        Assert.Equal(4, Assert.Single(timeline.ToPoints()).Received);
    }

    private static ProgressMessage Progress(int second, long received) => new(second, 0, received, 0, 1, "", "", "");
}
