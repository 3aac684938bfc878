using Microsoft.Extensions.Hosting;

namespace Sws.Grains;

/// <summary>
/// Lets a silo stop without harm. A runtime that stops cancels its grains' calls in the middle: some edges would have a
/// message, others not, and nobody the answer. So before it stops, what clients ask for and what grains send is brought to
/// its end, and whoever comes later is told to ask again: another silo will have the grain.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class SiloWork(TimeProvider time) : IHostedService
{
    // What takes longer waits for an edge that is dead.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Commands of clients. They end first, for they lead to messages.</summary>
    internal WorkGate Commands { get; } = new();

    /// <summary>Messages to groups and sessions.</summary>
    internal WorkGate Messages { get; } = new();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (WorkGate gate in (WorkGate[])[Commands, Messages])
        {
            await gate.CloseAsync().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
