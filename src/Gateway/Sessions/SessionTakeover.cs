using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using DirectMessage = Sws.Grains.Interfaces.Sessions.DirectMessage;

namespace Sws.Gateway.Sessions;

/// <summary>
/// A session on its way here from another edge: keeps what its groups and other clients send meanwhile, and joins it to what
/// the other edge hands over, so that nothing is missing, twice or out of order.
/// </summary>
internal sealed class SessionTakeover(SendQueueLimits limits)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<bool> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<DirectMessage> _direct = [];
    private List<Held>? _held = [];
    private long _bytes;
    private bool _overflowed;

    /// <summary>Completes with whether the session lives here now.</summary>
    public Task<bool> Completed => _completed.Task;

    /// <summary>Keeps a group's message.</summary>
    /// <returns>False when the session lives here already: queue it.</returns>
    public bool TryHold(string group, string epoch, GroupMessage message, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            if (_held is null)
            {
                return false;
            }

            if (HasRoom(body.Length))
            {
                _held.Add(new Held(group, epoch, message.Offset, message.Producer, message.Number, body));
            }

            return true;
        }
    }

    /// <summary>
    /// Queues messages that are addressed to the session, or keeps them while it is on its way: whoever brings them does not
    /// wait for that, since others wait behind him. What is kept is not lost when the takeover fails: the grain has it until
    /// the client has acknowledged it.
    /// </summary>
    /// <returns>False when the takeover has failed: the session is not here.</returns>
    public bool TryDeliver(EdgeSession session, IReadOnlyList<DirectMessage> messages)
    {
        lock (_gate)
        {
            if (_completed.Task is { IsCompleted: true, Result: false })
            {
                return false;
            }

            foreach (DirectMessage message in messages)
            {
                if (_held is null)
                {
                    session.Deliver(message);
                }
                else if (HasRoom((message.Content as ClientData)?.Data.Bytes.Length ?? 0))
                {
                    _direct.Add(message);
                }
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
            session.Inbox = tail.Inbox;
            session.ComesWith(tail);
            foreach (Held message in _held!)
            {
                // A group without a position is one that the former edge had not joined yet: its join was not answered.
                if (!session.HasSeen(message.Group, message.Epoch, message.Offset, message.Producer, message.Number))
                {
                    session.Enqueue(message.Body, sequenced: true);
                }
            }

            // What came while the grain answered may be in its answer as well; the queue drops what it has.
            foreach (DirectMessage message in outbox.Concat(_direct))
            {
                session.Deliver(message);
            }

            _direct.Clear();
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

    private bool HasRoom(int bytes)
    {
        _bytes += bytes;
        _overflowed |= _held!.Count + _direct.Count >= limits.Messages || _bytes > limits.Bytes;
        return !_overflowed;
    }

    /// <summary>Whether the former edge has everything up to where this one began.</summary>
    private static bool Joins(GroupOffset? has, GroupPosition start) => has is null || (has.Epoch == start.Epoch && has.Offset >= start.Offset);

    private readonly record struct Held(string Group, string Epoch, ulong Offset, string? Producer, ulong Number, ReadOnlyMemory<byte> Body);
}
