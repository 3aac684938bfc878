using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Workers;

/// <summary>One worker's part of a run.</summary>
/// <param name="Options">The run's options, with this worker's share of connections, rates and groups.</param>
/// <param name="Worker">Number of the worker, from 0.</param>
/// <param name="RunTag">Marks the messages of this worker in this run.</param>
internal sealed record WorkerJob(RunOptions Options, int Worker, uint RunTag)
{
    /// <summary>Splits a run over workers; shares differ by at most one connection, and rates follow connections.</summary>
    public static IReadOnlyList<WorkerJob> Split(RunOptions options, int workers, uint runTag)
    {
        var jobs = new List<WorkerJob>(workers);
        for (var worker = 0; worker < workers; worker++)
        {
            var connections = Share(options.Connections, worker, workers);
            var part = (double)connections / options.Connections;
            var slice = options with
            {
                Connections = connections,
                Rate = options.Rate * part,
                ConnectRate = options.ConnectRate * part,
            };
            jobs.Add(new WorkerJob(slice, worker, runTag + (uint)worker));
        }

        return jobs;
    }

    private static int Share(int whole, int worker, int workers) => (whole / workers) + (worker < whole % workers ? 1 : 0);
}
