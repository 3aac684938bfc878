using Spectre.Console;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Commands;

/// <summary>What commands share: where they write, which clock they use, how they run and how they fail.</summary>
internal sealed class CommandHost(TextWriter output, TextWriter error, TimeProvider clock, bool isTerminal)
{
    // One for the life of the process, as HttpClient wants it.
    private static readonly HttpClient Http = new();

    /// <summary>Results go here.</summary>
    public TextWriter Output => output;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Makes workers in this process instead of starting others: for tests.</summary>
    public bool InProcess { get; init; }

    /// <summary>A display that suits the output.</summary>
    /// <param name="every">Time between lines where it is not redrawn in place.</param>
    public IRunObserver CreateObserver(TimeSpan every) =>
        isTerminal ? new TerminalProgress(AnsiConsole.Console, clock) : new PlainProgress(output, every);

    /// <summary>Writes each problem as one line.</summary>
    public int Refuse(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            error.WriteLine(problem);
        }

        return ExitCodes.Usage;
    }

    /// <summary>Runs a command; a run that cannot be carried out becomes one line and exit code 1.</summary>
    public async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RunFailedException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Interrupted; nothing was reported.").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }

    /// <summary>Carries out one run.</summary>
    public async Task<RunOutcome> RunAsync(RunOptions options, IRunObserver observer, CancellationToken cancellation)
    {
        var links = InProcess
            ? [new InProcessWorkerLink(clock)]
            : await WorkerLinks.OpenAsync(options, clock, cancellation).ConfigureAwait(false);
        try
        {
            return await new RunController(options, clock, observer, CreateSampler(options)).RunAsync(links, cancellation).ConfigureAwait(false);
        }
        finally
        {
            observer.Finished();
            await WorkerLinks.CloseAsync(links).ConfigureAwait(false);
        }
    }

    private IServerSampler? CreateSampler(RunOptions options)
    {
        var processes = options.ServerPids.Count > 0 ? new ProcessSampler(options.ServerPids, clock) : null;
        var metrics = options.MetricsUrl is { } url ? new MetricsSampler(new Uri(url), Http, clock) : null;
        return processes is not null && metrics is not null ? new ProcessAndMetricsSampler(processes, metrics) : (IServerSampler?)processes ?? metrics;
    }
}
