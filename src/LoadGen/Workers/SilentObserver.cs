using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Workers;

/// <summary>Shows nothing.</summary>
internal sealed class SilentObserver : IRunObserver
{
    /// <summary>The only one needed.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Connecting(long opened, long failed, long requested)
    {
    }

    /// <inheritdoc/>
    public void Started(TimeSpan length)
    {
    }

    /// <inheritdoc/>
    public void Advanced(TimelinePoint point, int open)
    {
    }

    /// <inheritdoc/>
    public void Finished()
    {
    }
}
