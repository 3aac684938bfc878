using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Workers;

/// <summary>Watches a run while it goes on.</summary>
internal interface IRunObserver
{
    /// <summary>Connections are being opened.</summary>
    void Connecting(long opened, long failed, long requested);

    /// <summary>All workers are ready; the load starts.</summary>
    void Started(TimeSpan length);

    /// <summary>One more second of the measured part is known from all workers.</summary>
    void Advanced(TimelinePoint point, int open);

    /// <summary>The run is over.</summary>
    void Finished();
}
