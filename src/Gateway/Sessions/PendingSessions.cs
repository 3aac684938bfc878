using System.Collections.Concurrent;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Sessions that the sweep has to come back to, so that it does not look at every one: a look at an idle session is a cache
/// miss or two, and they were a fifth of the CPU of an idle edge.
/// </summary>
/// <param name="isPending">Whether a session has to be looked at. Asked again whenever the list is read.</param>
internal sealed class PendingSessions(Func<EdgeSession, bool> isPending)
{
    private readonly ConcurrentDictionary<EdgeSession, byte> _sessions = new();

    /// <summary>Lists a session. Call it when it has become pending, not before.</summary>
    public void Add(EdgeSession session) => _sessions.TryAdd(session, 0);

    /// <summary>The sessions that are pending; those that are not any more are taken off the list.</summary>
    public List<EdgeSession> Read()
    {
        List<EdgeSession> pending = [];
        foreach (KeyValuePair<EdgeSession, byte> entry in _sessions)
        {
            EdgeSession session = entry.Key;
            if (isPending(session))
            {
                pending.Add(session);
                continue;
            }

            _sessions.TryRemove(session, out _);
            if (isPending(session))
            {
                // It has become so again since, and whoever listed it may have found it still there.
                _sessions.TryAdd(session, 0);
            }
        }

        return pending;
    }
}
