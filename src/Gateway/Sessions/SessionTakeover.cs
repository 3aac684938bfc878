using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using DirectMessage = Sws.Grains.Interfaces.Sessions.DirectMessage;

namespace Sws.Gateway.Sessions;

/// <summary>
/// A session on its way here from another edge: keeps what its groups send meanwhile, and joins it to what the other edge
/// hands over, so that nothing is missing, twice or out of order.
/// </summary>
internal sealed class SessionTakeover(SendQueueLimits limits)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<bool> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Held>? _held = [];
    private long _bytes;
    private bool _overflowed;

    /// <summary>Completes with whether the session lives here now.</summary>
    public Task<bool> Completed => _completed.Task;

    /// <summary>Keeps a group's message.</summary>
    /// <returns>False when the session lives here already: queue it.</returns>
    public bool TryHold(string group, string epoch, ulong offset, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            if (_held is null)
            {
                return false;
            }

            _bytes += body.Length;
            if (_held.Count >= limits.Messages || _bytes > limits.Bytes)
            {
                _overflowed = true;
            }
            else
            {
                _held.Add(new Held(group, epoch, offset, body));
            }

            return true;
        }
    }

    /// <summary>Fills the session's queue with what it is owed, in order; from then on it is queued directly.</summary>
    /// <param name="session">The session.</param>
    /// <param name="starts">Where the stream of each group stood when this edge began to follow it for the session.</param>
    /// <param name="tail">What the former edge handed over.</param>
    /// <param name="outbox">Messages addressed to the session that the tail lacks.</param>
    /// <returns>False when something is missing: the session must not go on.</returns>
    public bool TryFill(
        EdgeSession session, IReadOnlyDictionary<string, GroupPosition> starts, SessionTail tail, IReadOnlyList<DirectMessage> outbox)
    {
        Dictionary<string, GroupOffset> positions = tail.GroupOffsets.ToDictionary(position => position.Group, StringComparer.Ordinal);
        lock (_gate)
        {
            if (_overflowed || starts.Any(start => !Joins(positions.GetValueOrDefault(start.Key), start.Value)))
            {
                return false;
            }

            session.Queue.Restore(tail);
            foreach (Held message in _held!)
            {
                // A group without a position is one that the former edge had not joined yet: its join was not answered.
                if (positions.GetValueOrDefault(message.Group) is not { } has || message.Offset > has.Offset)
                {
                    session.Enqueue(message.Body, sequenced: true);
                }
            }

            foreach (DirectMessage message in outbox)
            {
                session.Deliver(message);
            }

            _held = null;
            return !session.IsBroken;
        }
    }

    /// <summary>The takeover is over.</summary>
    public void Complete(bool succeeded)
    {
        lock (_gate)
        {
            _held = succeeded ? _held : [];
            _completed.TrySetResult(succeeded);
        }
    }

    /// <summary>Whether the former edge has everything up to where this one began.</summary>
    private static bool Joins(GroupOffset? has, GroupPosition start) => has is null || (has.Epoch == start.Epoch && has.Offset >= start.Offset);

    private readonly record struct Held(string Group, string Epoch, ulong Offset, ReadOnlyMemory<byte> Body);
}
