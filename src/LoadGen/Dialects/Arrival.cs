namespace Sws.LoadGen.Dialects;

/// <summary>One message of a server, as far as a load generator cares. Valid until the dialect reads the next one on the same thread.</summary>
internal ref struct Arrival
{
    /// <summary>What it is.</summary>
    public ArrivalKind Kind;

    /// <summary>Payload: the sender's bytes.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>Payload: the number in the session that the client acknowledges; null where the protocol has none.</summary>
    public ulong? SequenceId;

    /// <summary>Ack and Refused: which message.</summary>
    public ulong AckId;

    /// <summary>Refused: an error name of <c>SessionError</c>.</summary>
    public string? Error;

    /// <summary>Ping: the answer.</summary>
    public ReadOnlyMemory<byte> Reply;

    /// <summary>Ready: who this session is, where the protocol says so.</summary>
    public SessionIdentity? Identity;
}
