namespace Sws.Testing;

/// <summary>How long tests wait. Generous: they are the bound for a slow machine, and no test waits them out when all is well.</summary>
public static class Timeouts
{
    /// <summary>One exchange with a peer on this machine.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The start or end of a process.</summary>
    public static TimeSpan Process { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A whole script with a thousand sessions.</summary>
    public static TimeSpan Script { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Waits for a task and says what was waited for when it takes too long.</summary>
    /// <exception cref="TimeoutException">The task did not end in time.</exception>
    public static async Task<T> Within<T>(this Task<T> task, TimeSpan timeout, string what)
    {
        try
        {
            return await task.WaitAsync(timeout, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what}.");
        }
    }

    /// <inheritdoc cref="Within{T}(Task{T}, TimeSpan, string)"/>
    public static async Task Within(this Task task, TimeSpan timeout, string what)
    {
        try
        {
            await task.WaitAsync(timeout, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what}.");
        }
    }
}
