using System.Collections.Concurrent;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>Makes calls to grains get lost, or their answers.</summary>
internal sealed class CallFaults : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, bool> _next = new(StringComparer.Ordinal);

    /// <summary>The next call of a method is not carried out.</summary>
    public void LoseCall(string method) => _next[method] = false;

    /// <summary>The next call of a method is carried out, and its answer gets lost.</summary>
    public void LoseAnswer(string method) => _next[method] = true;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
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
}
