using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// Commands that were refused lately, with the answers. A client whose socket was lost before the answer came sends the
/// command again: carried out now, it would come behind what the client sent after it. A client that has the answer and
/// tries again is served anew.
/// </summary>
internal sealed class RefusedCommands
{
    // A client has at most so many commands without an answer as fit into its socket; a thousand is far more than that.
    private const int MaxKept = 1024;

    private readonly Dictionary<ulong, (OperationError Error, long Generation)> _errors = [];
    private readonly Queue<ulong> _order = new();

    public void Add(ulong ackId, OperationError error, long generation)
    {
        if (!_errors.ContainsKey(ackId))
        {
            _order.Enqueue(ackId);
            if (_order.Count > MaxKept)
            {
                _errors.Remove(_order.Dequeue());
            }
        }

        _errors[ackId] = (error, generation);
    }

    /// <summary>The answer to a command that comes again because its answer got lost; null when it is to be carried out.</summary>
    public OperationError? Find(ulong ackId, CommandBatch batch)
    {
        if (!_errors.TryGetValue(ackId, out (OperationError Error, long Generation) refused)
            || (refused.Generation == batch.Generation && !batch.IsRepeat))
        {
            return null;
        }

        // The socket that asks now is the one that gets the answer.
        _errors[ackId] = (refused.Error, batch.Generation);
        return refused.Error;
    }
}
