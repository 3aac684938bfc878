using Sws.Gateway.Connections;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>A client that speaks one of the Web PubSub protocols.</summary>
internal sealed class PubSubSessionLoop(
    SwsConnection connection, EdgeSession session, ConnectionTable table, GroupIndex groups, GroupJoiner joiner, CommandSender sender)
    : SessionLoop(connection, session, table)
{
    // Bounds one grain call; a client that pipelines more gets it in several.
    private const int MaxCommands = 256;

    private readonly IMessageCodec _codec = session.Codec!;
    private readonly long _generation = session.GenerationOf(connection);
    private List<SessionCommand> _batch = [];
    private bool _endsInJoin;

    // A join must be done before what the client sent behind it is carried out, or it would miss its own messages.
    protected override bool IsBatchFull => _endsInJoin || _batch.Count >= MaxCommands;

    protected override bool HasBatch => _batch.Count > 0;

    protected override bool ReadsAhead => true;

    protected override CloseReason? Add(ReadOnlySpan<byte> record)
    {
        if (_codec.Decode(record, out ClientMessage? message) != DecodeStatus.Ok)
        {
            return CloseReason.MessageMalformed;
        }

        switch (message)
        {
            case SequenceAck ack:
                return Session.Queue.TryAcknowledge(ack.SequenceId) ? null : CloseReason.MessageMalformed;
            case Ping:
                Session.Queue.EnqueueReply(_codec.Encode(new Pong()));
                return null;
            default:
                SessionCommand command = MessageTranslator.ToCommand(message!)
                    ?? throw new InvalidOperationException($"A {message!.GetType().Name} has no command.");
                _batch.Add(command);
                _endsInJoin = command is JoinGroupCommand or LeaveGroupCommand;
                return null;
        }
    }

    protected override async ValueTask<CloseReason?> DispatchAsync()
    {
        List<SessionCommand> commands = _batch;
        _batch = [];
        _endsInJoin = false;
        Session.BeginWork();
        try
        {
            CommandResults results = await sender.SendAsync(Session, _generation, commands);
            if (results.Status != SessionStatus.Ok)
            {
                return CloseReason.SessionReplaced;
            }

            foreach (CommandResult result in results.Results)
            {
                HasRefused |= result.Error is { Temporary: true };
                await AnswerAsync(commands[result.Index], result.Error);
            }

            return null;
        }
        finally
        {
            Session.EndWork();
        }
    }

    private async ValueTask AnswerAsync(SessionCommand command, OperationError? error)
    {
        switch (command)
        {
            case JoinGroupCommand join:
                // Also when it was carried out before: the socket may have been lost between the grain's part and this one.
                bool joins = error is null || error == OperationErrors.Duplicate;
                GroupJoin joined = joins ? await joiner.JoinAsync(Session, join) : default;
                Answer(join.AckId, joined.Error ?? error, joined.Position);
                _ = joined.CatchUp?.Invoke();
                break;
            case LeaveGroupCommand leave:
                if (error is null)
                {
                    groups.Leave(Session, leave.Group);
                }

                Answer(leave.AckId, error);
                break;
            case PublishCommand publish:
                Answer(publish.AckId, error);
                break;
            case SendCommand send:
                Answer(send.AckId, error);
                break;
            case EventCommand sent:
                if (error is null)
                {
                    // The only handler that answers events in place is echo.
                    Session.Enqueue(_codec.Encode(new ServerData(MessageTranslator.ToData(sent.Data))), sequenced: true);
                }

                Answer(sent.AckId, error);
                break;
            case InvokeCommand invoke when error is not null:
                Reply(new InvokeResult(invoke.InvocationId, Success: false, null, MessageTranslator.ToError(error)));
                break;
        }
    }

    private void Answer(ulong? ackId, OperationError? error, AckPosition? position = null)
    {
        if (ackId is not { } id)
        {
            return;
        }

        if (error is null)
        {
            Session.CarriedOut(id);
        }

        Reply(new Ack(id, error is null, error is null ? null : MessageTranslator.ToError(error), position));
    }

    private void Reply(ServerMessage message) => Session.Queue.EnqueueReply(_codec.Encode(message));
}
