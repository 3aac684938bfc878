namespace Sws.Grains.Sessions;

/// <summary>What one session may hold in its grain.</summary>
public sealed class SessionLimits
{
    /// <summary>Groups a session may be in. Default 128, as Centrifugo limits channels per connection.</summary>
    public int Groups { get; set; } = 128;

    /// <summary>Messages addressed to the session that its client has not acknowledged. Default 1000, as Web PubSub.</summary>
    public int OutboxMessages { get; set; } = 1000;

    /// <summary>
    /// Their bytes; the message that reaches the bound is the last one accepted. What the session takes from an inbox fills at
    /// most half of it. Default 1 MiB.
    /// </summary>
    public long OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a session whose edge died waits for its client. Default 60 s.</summary>
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Invocations that a session may have open. Default 64.</summary>
    public int OpenInvocations { get; set; } = 64;

    /// <summary>How long an invocation waits for its answer. Default 30 s.</summary>
    public TimeSpan InvocationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
