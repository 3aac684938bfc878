using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Workers;

/// <summary>One worker's part of a run.</summary>
/// <param name="Options">The run's options, with this worker's share of connections, rates and groups.</param>
/// <param name="Worker">Number of the worker, from 0.</param>
/// <param name="RunTag">Marks the messages of this worker in this run.</param>
internal sealed record WorkerJob(RunOptions Options, int Worker, uint RunTag)
{
    /// <summary>Splits a run over workers.</summary>
    public static IReadOnlyList<WorkerJob> Split(RunOptions options, int workers, uint runTag)
    {
        var jobs = new List<WorkerJob>(workers);
        for (var worker = 0; worker < workers; worker++)
        {
            jobs.Add(new WorkerJob(Topology.Slice(options, worker, workers), worker, runTag + (uint)worker));
        }

        return jobs;
    }
}
