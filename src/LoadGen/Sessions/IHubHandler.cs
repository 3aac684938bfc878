namespace Sws.LoadGen.Sessions;

/// <summary>Gets what happens on many sessions. Calls for one session come one at a time, under its lock.</summary>
internal interface IHubHandler
{
    /// <summary>A payload arrived. The bytes are valid during the call only.</summary>
    void OnPayload(HubSession session, ReadOnlySpan<byte> payload);

    /// <summary>The server acknowledged a message, or that the group is joined.</summary>
    void OnAcknowledged(HubSession session, ulong ackId);

    /// <summary>The session's connection has ended; the error is null when this side asked for the end.</summary>
    void OnDisconnected(HubSession session, string? error);
}
