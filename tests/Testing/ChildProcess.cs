using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sws.Testing;

/// <summary>
/// A program that a test starts, with what it prints. It never outlives the test process: it is ended on dispose, and
/// otherwise when the test process ends.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Running = [];

    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Process _process;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            Kill(process);
        }
    };

    private ChildProcess(Process process, string name)
    {
        _process = process;
        Name = name;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The lines of stdout so far.</summary>
    public IReadOnlyList<string> Output => Copy(_output);

    /// <summary>The lines of stderr so far.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Starts a program; <paramref name="install"/> is the command that a message names when it is missing.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string install, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? RepositoryFiles.Root,
        };
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process, string.Join(' ', [Path.GetFileName(program), .. start.ArgumentList.Take(1).Select(Path.GetFileName)]));
        process.OutputDataReceived += (_, line) => child.Add(child._output, line.Data);
        process.ErrorDataReceived += (_, line) => child.Add(child._errors, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} did not start; install it with: {install}", missing);
        }

        Running[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The first line of stdout that <paramref name="pick"/> makes something of, printed already or yet to come.</summary>
    /// <exception cref="TimeoutException">No such line in time; the message holds the output so far.</exception>
    /// <exception cref="InvalidOperationException">The program ended without such a line.</exception>
    public async Task<T> ReadAsync<T>(Func<string, T?> pick, TimeSpan timeout, string what)
        where T : class
    {
        var seen = 0;
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // The exit is read before the lines: it is only reported after the last of them.
            var (changed, ended) = Watch();
            for (var lines = Output; seen < lines.Count; seen++)
            {
                if (pick(lines[seen]) is { } found)
                {
                    return found;
                }
            }

            if (ended)
            {
                throw new InvalidOperationException($"{Name} ended with {_process.ExitCode} before {what}.\n{Transcript()}");
            }

            var left = timeout - TimeProvider.System.GetElapsedTime(deadline);
            try
            {
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what} of {Name}.\n{Transcript()}");
            }
        }
    }

    /// <summary>Waits for the end of the program and of its output. Returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(timeout, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {Name} to end.\n{Transcript()}");
        }

        Running.TryRemove(_process.Id, out _);
        return _process.ExitCode;
    }

    /// <summary>Asks the program to end, as Kubernetes and systemd do.</summary>
    public void Terminate() => Signal(15);

    /// <summary>Asks the program to end, as Ctrl-C in a terminal does.</summary>
    public void Interrupt() => Signal(2);

    /// <summary>Makes the program hang as it is, its sockets open, until <see cref="Resume"/>.</summary>
    public void Suspend() => Signal(19);

    /// <summary>Lets a suspended program go on.</summary>
    public void Resume() => Signal(18);

    /// <summary>Ends the program with no chance to say anything.</summary>
    public void Kill() => Kill(_process);

    /// <summary>All that it printed, for a message.</summary>
    public string Transcript() => string.Join('\n', [.. Output.TakeLast(60), .. Errors.TakeLast(40).Select(line => $"stderr: {line}")]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill(_process);
        await WaitForExitAsync(Timeouts.Step);
        _process.Dispose();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private void Signal(int number)
    {
        if (!_process.HasExited && SendSignal(_process.Id, number) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private void Add(List<string> lines, string? line)
    {
        lock (_lock)
        {
            if (line is not null)
            {
                lines.Add(line);
            }

            // Null is the end of that stream: whoever waits looks whether the program ended.
            _changed.TrySetResult();
        }
    }

    private (Task Changed, bool Ended) Watch()
    {
        lock (_lock)
        {
            if (_changed.Task.IsCompleted)
            {
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        // With a parameterless wait .NET also drains the output; it returns at once when the program has ended.
        var ended = _process.HasExited;
        if (ended)
        {
            _process.WaitForExit();
        }

        var exit = _process.WaitForExitAsync();
        return (ended ? Task.CompletedTask : Task.WhenAny(_changed.Task, exit), ended);
    }

    private IReadOnlyList<string> Copy(List<string> lines)
    {
        lock (_lock)
        {
            return [.. lines];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
