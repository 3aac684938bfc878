namespace Sws.Gateway.Options;

/// <summary>Bounds on everything that a peer can make grow.</summary>
/// <param name="MaxMessageBytes">Largest message of a client, bytes. 1 MiB, as Web PubSub.</param>
/// <param name="HandshakeTimeout">From accept until authorised. 2 s: the reference peers give up then.</param>
/// <param name="QueueMessages">
/// Unacknowledged messages per session. 4000: what seven groups with 60 messages a second keep back while an edge waits 9 s for a silo that hangs;
/// Web PubSub's 1000 would close clients that are not slow.
/// </param>
/// <param name="QueueBytes">Their bytes. 4 MiB, four of the largest messages: Web PubSub's 16 MB times a million sessions is more than a cluster has.</param>
/// <param name="ResumeWindow">How long a session waits for its client. 60 s.</param>
/// <param name="GroupsPerSession">Groups per session. 128, as Centrifugo's channels per connection.</param>
/// <param name="PingInterval">Silence after which a ping is sent. 25 s.</param>
/// <param name="DeadAfter">Silence after which a peer is dead. 60 s.</param>
/// <param name="Connections">Sockets per node. 100 000.</param>
/// <param name="Handshakes">Handshakes in progress per node. 2000: one second's worth of work for two cores, twice over.</param>
/// <param name="ConnectionRate">New connections a second per address prefix. 100.</param>
/// <param name="ConnectionBurst">New connections at once per address prefix. 1000.</param>
/// <param name="DrainWindow">Over how long a drain spreads the closing of sessions. 3 s.</param>
/// <param name="HandOverWindow">How long a drained edge then stays to hand its sessions over. 15 s: clients come back within a few.</param>
internal sealed record LimitSettings(
    int MaxMessageBytes,
    TimeSpan HandshakeTimeout,
    int QueueMessages,
    int QueueBytes,
    TimeSpan ResumeWindow,
    int GroupsPerSession,
    TimeSpan PingInterval,
    TimeSpan DeadAfter,
    int Connections,
    int Handshakes,
    int ConnectionRate,
    int ConnectionBurst,
    TimeSpan DrainWindow,
    TimeSpan HandOverWindow);
