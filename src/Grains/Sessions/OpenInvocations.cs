using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// The invocations of one session: those it began and waits for, and those it was asked to answer.
/// </summary>
internal sealed class OpenInvocations
{
    private readonly Dictionary<string, DateTimeOffset> _begun = [];
    private readonly Dictionary<string, (InvocationCall Call, DateTimeOffset Deadline)> _received = [];

    public int BegunCount => _begun.Count;

    public bool IsEmpty => _begun.Count == 0 && _received.Count == 0;

    public bool Begin(string invocationId, DateTimeOffset deadline) => _begun.TryAdd(invocationId, deadline);

    public bool Finish(string invocationId) => _begun.Remove(invocationId);

    public void Receive(string requestId, InvocationCall call, DateTimeOffset deadline) => _received.Add(requestId, (call, deadline));

    public InvocationCall? Answer(string requestId) => _received.Remove(requestId, out (InvocationCall Call, DateTimeOffset) entry) ? entry.Call : null;

    /// <summary>Removes what is past its deadline.</summary>
    /// <returns>The ids of begun invocations that nobody answered.</returns>
    public List<string> Expire(DateTimeOffset now)
    {
        foreach (string late in _received.Where(entry => entry.Value.Deadline <= now).Select(entry => entry.Key).ToList())
        {
            _received.Remove(late);
        }

        List<string> expired = [.. _begun.Where(entry => entry.Value <= now).Select(entry => entry.Key)];
        expired.ForEach(id => _begun.Remove(id));
        return expired;
    }

    /// <summary>Removes all.</summary>
    /// <returns>The calls that this session was to answer.</returns>
    public List<InvocationCall> Clear()
    {
        List<InvocationCall> unanswered = [.. _received.Values.Select(entry => entry.Call)];
        _received.Clear();
        _begun.Clear();
        return unanswered;
    }
}
