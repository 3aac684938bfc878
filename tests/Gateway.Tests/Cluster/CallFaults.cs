using System.Collections.Concurrent;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>Makes calls to grains get lost, or their answers.</summary>
internal sealed class CallFaults : IIncomingGrainCallFilter, IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _next = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _arrivals = new(0);
    private int _heldCalls;

    /// <summary>The next call of a method is not carried out.</summary>
    public void LoseCall(string method) => _next[method] = false;

    /// <summary>The next call of a method is carried out, and its answer gets lost.</summary>
    public void LoseAnswer(string method) => _next[method] = true;

    /// <summary>Calls of a method wait for this.</summary>
    public (string Method, Task Until) Held { get; set; } = (string.Empty, Task.CompletedTask);

    /// <summary>How many calls of the method in <see cref="Held"/> came.</summary>
    public int HeldCalls => Volatile.Read(ref _heldCalls);

    /// <summary>Waits for the next call of the method in <see cref="Held"/>.</summary>
    public Task ArrivalAsync() => _arrivals.WaitAsync();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.MethodName == Held.Method)
        {
            Interlocked.Increment(ref _heldCalls);
            _arrivals.Release();
            await Held.Until;
        }

        if (!_next.TryRemove(context.MethodName, out bool isCarriedOut))
        {
            await context.Invoke();
            return;
        }

        if (isCarriedOut)
        {
            await context.Invoke();
        }

        throw new TimeoutException("Lost on its way.");
    }

    public void Dispose() => _arrivals.Dispose();
}
