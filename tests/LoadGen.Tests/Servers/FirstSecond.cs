using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>Tells when a run has measured for a second.</summary>
internal sealed class FirstSecond : IRunObserver
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Passed => _passed.Task;

    public void Connecting(long opened, long failed, long requested)
    {
    }

    public void Started(TimeSpan length)
    {
    }

    public void Advanced(TimelinePoint point, int open) => _passed.TrySetResult();

    public void Finished()
    {
    }
}
