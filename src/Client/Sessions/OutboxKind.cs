namespace Sws.Client.Sessions;

/// <summary>What happens to something to be sent when a new session replaces the one it was meant for.</summary>
internal enum OutboxKind
{
    /// <summary>A message to others. Once on the wire its outcome is unknown and it fails; before that it is sent in the new session.</summary>
    Publish,

    /// <summary>Joining or leaving a group: doing it again is harmless, so it is.</summary>
    Membership,

    /// <summary>The client's own joining of its groups in a new session: dropped, since the next one begins with its own.</summary>
    Rejoin,

    /// <summary>A question to others; whoever asks is told of a lost connection elsewhere. Not yet on the wire it goes on.</summary>
    Invoke,

    /// <summary>An answer or a withdrawal, meaningless in another session: dropped.</summary>
    Reply,
}
