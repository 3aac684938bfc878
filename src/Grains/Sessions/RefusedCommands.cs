using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// Commands that were refused lately, with the answers. A client whose socket was lost before the answer came sends the
/// command again: carried out now, it would come behind what the client sent after it, where any of that was carried out.
/// Where none was, it is served anew, and so is a client that has the answer and tries again.
/// </summary>
internal sealed class RefusedCommands
{
    // A client has at most so many commands without an answer as fit into its socket; a thousand is far more than that.
    private const int MaxKept = 1024;

    private readonly Dictionary<ulong, Refusal> _errors = [];
    private readonly Queue<ulong> _order = new();

    // How many commands were carried out that had not been refused before.
    private long _carriedOut;

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

        _errors[ackId] = new Refusal(error, generation, _carriedOut);
    }

    /// <summary>A command was carried out.</summary>
    /// <param name="ackId">Its ackId, if it has one.</param>
    public void CarriedOut(ulong? ackId)
    {
        if (ackId is not { } id || !_errors.Remove(id))
        {
            _carriedOut++;
        }
    }

    /// <summary>The answer to a command that comes again because its answer got lost; null when it is to be carried out.</summary>
    public OperationError? Find(ulong ackId, CommandBatch batch)
    {
        if (!_errors.TryGetValue(ackId, out Refusal refused) || refused.CarriedOutBefore == _carriedOut
            || (refused.Generation == batch.Generation && !batch.IsRepeat))
        {
            return null;
        }

        // The socket that asks now is the one that gets the answer.
        _errors[ackId] = refused with { Generation = batch.Generation };
        return refused.Error;
    }

    private readonly record struct Refusal(OperationError Error, long Generation, long CarriedOutBefore);
}
