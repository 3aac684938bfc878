using System.Diagnostics;
using System.Globalization;

namespace Sws.LoadGen.Workers;

/// <summary>A worker process of this machine, spoken to over its standard input and output.</summary>
internal sealed class ProcessWorkerLink : IWorkerLink
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private ProcessWorkerLink(Process process, string name)
    {
        _process = process;
        Name = name;
        Channel = new MessageChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public MessageChannel Channel { get; }

    /// <summary>Starts a worker.</summary>
    public static ProcessWorkerLink Start(int number)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        SelfCommand.Fill(start, "worker");
        // Handlers never block, so they may run on the thread that waits for sockets: a fifth less CPU per message. One such thread keeps a
        // worker to about one core, which is what its share of the machine is judged by.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        // The pool has next to nothing to do: its threads should sleep, not spin for more (measured: 8 % of a worker's CPU).
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start.");
        return new ProcessWorkerLink(process, string.Create(CultureInfo.InvariantCulture, $"worker {number}"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync().ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(ExitTimeout, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
