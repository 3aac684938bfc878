namespace Sws.LoadGen.Dialects;

/// <summary>
/// What is said inside WebSocket messages: how a load generator joins, publishes and reads with one kind of server. Has no state, and may
/// be used from any thread. A server's mistake is an <see cref="ArrivalKind.Malformed"/>, never an exception.
/// </summary>
internal interface IDialect
{
    /// <summary>Added to the URL's query; empty for nothing.</summary>
    string Query { get; }

    /// <summary>True when messages travel in text frames (unless SWS records carry them).</summary>
    bool IsText { get; }

    /// <summary>What a client says as soon as the connection is open; null for nothing.</summary>
    byte[]? Greeting { get; }

    /// <summary>True when <see cref="ArrivalKind.Ready"/> comes before the first message may be sent.</summary>
    bool AwaitsReady { get; }

    /// <summary>How many bytes a sender's payload may have, so that it takes <paramref name="size"/> bytes on the wire.</summary>
    int PayloadBytes(int size);

    /// <summary>A group that a connection must join before it echoes; null for none.</summary>
    string? EchoGroup(int index);

    /// <summary>Asks for the payload to come back to its sender. Valid until the thread's next call, and as long as the payload.</summary>
    ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload);

    /// <summary>Joins a group; the answer is an Ack with this id.</summary>
    byte[] Join(string group, ulong ackId);

    /// <summary>Publishes to a group; with an ack id the server acknowledges, where the protocol can.</summary>
    byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId);

    /// <summary>Takes the next message out of what arrived. False at the end.</summary>
    bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival);
}
