using Sws.Gateway.Connections;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>A simple client: opaque records, each an event for the hub's handler.</summary>
internal sealed class SimpleSessionLoop(SwsConnection connection, EdgeSession session, ConnectionTable table)
    : SessionLoop(connection, session, table)
{
    private readonly RecordBatchBuilder _batch = new();

    protected override bool IsBatchFull => _batch.IsFull;

    protected override bool HasBatch => !_batch.IsEmpty;

    // Every record is for the grain.
    protected override bool ReadsAhead => false;

    protected override CloseReason? Add(ReadOnlySpan<byte> record)
    {
        _batch.Add(record);
        return null;
    }

    protected override async ValueTask<CloseReason?> DispatchAsync()
    {
        RecordBatch batch = _batch.Build();
        RecordResults results;
        try
        {
            results = await Session.Grain.ReceiveRecordsAsync(Session.Generation, batch);
            if (results.Status == SessionStatus.Unknown)
            {
                await Session.RestoreGrainAsync();
                results = await Session.Grain.ReceiveRecordsAsync(Session.Generation, batch);
            }
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            // An opaque record has no ack in which to say that it got lost: closing is the only honest answer.
            return CloseReason.BackendUnavailable;
        }
        finally
        {
            AnswerPool.Drop<RecordResults>();
        }

        if (results.Status != SessionStatus.Ok)
        {
            return CloseReason.SessionReplaced;
        }

        RecordBatch replies = results.Replies;
        for (int index = 0; index < replies.Count; index++)
        {
            Session.Queue.EnqueueReply(replies[index]);
        }

        return null;
    }
}
