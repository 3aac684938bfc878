namespace Sws.LoadGen.Dialects;

/// <summary>What a server's message is, seen by a load generator.</summary>
internal enum ArrivalKind
{
    /// <summary>Nothing that a run counts.</summary>
    Other,

    /// <summary>The session is established: messages may be sent.</summary>
    Ready,

    /// <summary>A message of some sender, with its payload.</summary>
    Payload,

    /// <summary>The server did what the message with this ack id asked for.</summary>
    Ack,

    /// <summary>The server refused what the message with this ack id asked for.</summary>
    Refused,

    /// <summary>The server asks for a sign of life; <see cref="Arrival.Reply"/> is the answer.</summary>
    Ping,

    /// <summary>Not a message of this protocol.</summary>
    Malformed,
}
