using System.Diagnostics.CodeAnalysis;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>Something to be sent, until it is answered (with an ack id) or written (without).</summary>
/// <param name="kind">What a new session does to it.</param>
/// <param name="create">Makes the message with the ack id it is given; called once per writing.</param>
/// <param name="onAck">Runs in the session's loop when the answer has come, before anything newer is handled.</param>
internal sealed class OutboxEntry(OutboxKind kind, Func<ulong, ClientMessage> create, Func<ClientMessage, Ack, ValueTask>? onAck = null)
{
    /// <summary>The error name with which the published protocol says that an ack id was executed before.</summary>
    private const string DuplicateName = "Duplicate";

    private readonly TaskCompletionSource<AckResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientMessage? _message;

    public OutboxKind Kind => kind;

    /// <summary>Zero: no answer is awaited.</summary>
    public ulong AckId { get; set; }

    /// <summary>Its place in the outbox; null when it is no longer there. Guarded by the outbox.</summary>
    public LinkedListNode<OutboxEntry>? Node { get; set; }

    /// <summary>In this session.</summary>
    public bool Written { get; private set; }

    /// <summary>On this connection, and not to be written again for now.</summary>
    public bool Sent { get; private set; }

    /// <summary>Whose messages keep their order; null: it has none to keep.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>A later message to the same recipient has been written.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>When it was written first, a timestamp of the client's clock.</summary>
    public long? FirstWritten { get; set; }

    /// <summary>Why the server could not carry it out when it was sent last; it is sent again.</summary>
    public MessageError? Refusal { get; set; }

    /// <summary>Refused, and not to be written before some time has passed.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether it counts against the bound. What the client itself sends does not.</summary>
    public bool HoldsPlace { get; init; }

    public Task<AckResult> Completion => _completion.Task;

    /// <summary>Learns why an entry without an answer was given up.</summary>
    public Action<Exception>? OnFail { get; init; }

    /// <summary>Encodes the message. False, with the caller's mistake, when it cannot be sent.</summary>
    public bool TryWrite(
        IMessageCodec codec, int maxBytes, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out Exception? error)
    {
        bytes = null;
        error = null;
        try
        {
            _message = create(AckId);
            bytes = codec.EncodeClient(_message);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            error = e;
            return false;
        }

        if (bytes.Length > maxBytes)
        {
            bytes = null;
            error = new ArgumentException($"The message is longer than the server's limit of {maxBytes} bytes.");
            return false;
        }

        Written = true;
        Sent = true;
        return true;
    }

    /// <summary>To be written again in the same session.</summary>
    public void Rewind() => (Sent, IsWaiting) = (false, false);

    /// <summary>The session it was written in is gone.</summary>
    public void Unwrite() => (Written, Sent) = (false, false);

    public async ValueTask CompleteAsync(Ack ack)
    {
        var duplicate = !ack.Success && ack.Error?.Name == DuplicateName;
        if (onAck is not null)
        {
            await onAck(_message!, duplicate ? ack with { Success = true, Error = null } : ack);
        }

        if (ack.Success || duplicate)
        {
            _completion.TrySetResult(new AckResult(duplicate, ack.Position));
        }
        else
        {
            Fail(new SwsAckException(ack.Error));
        }
    }

    public void Fail(Exception error)
    {
        OnFail?.Invoke(error);
        _completion.TrySetException(error);
        // Entries nobody awaits (rejoins) must not be reported as unobserved.
        _ = _completion.Task.Exception;
    }

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
