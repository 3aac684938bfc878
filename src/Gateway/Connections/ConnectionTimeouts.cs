namespace Sws.Gateway.Connections;

/// <summary>How long an edge waits for its peers.</summary>
/// <param name="Handshake">From accept until authorised. 2 s: the reference peers give up then, too.</param>
/// <param name="PingInterval">Silence after which a ping is sent. 25 s: below the 30 to 60 s after which home routers and load balancers forget a flow.</param>
/// <param name="DeadAfter">Silence after which a peer is taken for dead.</param>
/// <param name="CloseGrace">How long a peer may take to answer a close frame before the socket is cut.</param>
/// <param name="Hold">
/// How long records are held back after the handshake. The reference is deaf for 20 ms by its own clock, which starts late
/// when its process was descheduled: on a machine with four times more work than cores 50 ms lost 6 greetings of 500, so 100.
/// </param>
/// <param name="BrowserHold">The same for browsers, whose timers are throttled to one a second in background tabs.</param>
/// <param name="Resume">How long a session waits for its client to come back.</param>
internal sealed record ConnectionTimeouts(
    TimeSpan Handshake,
    TimeSpan PingInterval,
    TimeSpan DeadAfter,
    TimeSpan CloseGrace,
    TimeSpan Hold,
    TimeSpan BrowserHold,
    TimeSpan Resume)
{
    public static ConnectionTimeouts Default { get; } = new(
        Handshake: TimeSpan.FromSeconds(2),
        PingInterval: TimeSpan.FromSeconds(25),
        DeadAfter: TimeSpan.FromSeconds(60),
        CloseGrace: TimeSpan.FromSeconds(1),
        Hold: TimeSpan.FromMilliseconds(100),
        BrowserHold: TimeSpan.FromMilliseconds(1100),
        Resume: TimeSpan.FromSeconds(60));
}
