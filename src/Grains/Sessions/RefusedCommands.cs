using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// Commands that were refused lately, with the answers and the order in which the client sent them. A client whose socket was lost before
/// the answer came sends the command again, and so does an edge that heard no answer: carried out now, it would come behind what the
/// client sent after it, where any of that was carried out. Where none was, it is served anew, and so is a client that has the answer and
/// tries again.
/// </summary>
internal sealed class RefusedCommands
{
    // A client has at most so many commands without an answer as fit into its socket; a thousand is far more than that.
    private const int MaxKept = 1024;

    private readonly Dictionary<ulong, Refusal> _errors = [];
    private readonly Queue<ulong> _order = new();

    // The place of the next command that is refused, and that of the last one that was carried out: what has a lower place was overtaken.
    private long _next;
    private long _carriedOut;

    /// <summary>A command was refused.</summary>
    public void Add(ulong ackId, OperationError error, CommandBatch batch)
    {
        if (_errors.TryGetValue(ackId, out Refusal before))
        {
            // Where the client sent it, however often it is asked for.
            _errors[ackId] = new Refusal(error, batch.Generation, before.IsSentAnew(batch) ? _next++ : before.Place);
            return;
        }

        _order.Enqueue(ackId);
        if (_order.Count > MaxKept)
        {
            _errors.Remove(_order.Dequeue());
        }

        _errors[ackId] = new Refusal(error, batch.Generation, _next++);
    }

    /// <summary>A command was carried out.</summary>
    /// <param name="ackId">Its ackId, if it has one.</param>
    /// <param name="batch">What it came with.</param>
    public void CarriedOut(ulong? ackId, CommandBatch batch)
    {
        long place = ackId is { } id && _errors.Remove(id, out Refusal before) && !before.IsSentAnew(batch) ? before.Place : _next;
        _carriedOut = Math.Max(_carriedOut, place);
    }

    /// <summary>The answer to a command that comes again because its answer got lost; null when it is to be carried out.</summary>
    public OperationError? Find(ulong ackId, CommandBatch batch)
    {
        if (!_errors.TryGetValue(ackId, out Refusal refused) || refused.Place >= _carriedOut || refused.IsSentAnew(batch))
        {
            return null;
        }

        // The socket that asks now is the one that gets the answer.
        _errors[ackId] = refused with { Generation = batch.Generation };
        return refused.Error;
    }

    private readonly record struct Refusal(OperationError Error, long Generation, long Place)
    {
        /// <summary>Whether the client has the answer, and sends the command as a new one.</summary>
        public bool IsSentAnew(CommandBatch batch) => Generation == batch.Generation && !batch.IsRepeat;
    }
}
