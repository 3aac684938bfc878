namespace Sws.Client;

/// <summary>How an <see cref="SwsClient"/> connects and what it may hold in memory.</summary>
public sealed record SwsClientOptions : SwsConnectionOptions
{
    /// <summary>How messages are encoded. Default JSON.</summary>
    public SwsProtocol Protocol { get; init; } = SwsProtocol.JsonReliable;

    /// <summary>How the client comes back after a loss.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>
    /// Received messages waiting for <see cref="SwsClient.ReadMessagesAsync"/>. Default 1000, as many as the gateway keeps for a client.
    /// Above it nothing more is acknowledged to the server, which then closes the connection as too slow; above twice as many the client
    /// stops reading.
    /// </summary>
    public int MessageQueueCapacity { get; init; } = 1000;

    /// <summary>As <see cref="MessageQueueCapacity"/>, in bytes of payload. Default 16 MiB.</summary>
    public int MessageQueueBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Sends and joins waiting for the server's answer; further calls wait for a place. Default 256: the server remembers a bounded number
    /// of ids to recognise a resend, and this must stay below it.
    /// </summary>
    public int MaxPendingSends { get; init; } = 256;

    /// <summary>
    /// How long a message is sent again, under the same id, while the server answers that it cannot carry it out now
    /// (<c>Unavailable</c>, as when its message log is out of reach); then the send fails with that answer. The server may have stored
    /// the message nevertheless: under the same id it is not stored twice, as it could be when the application sends it again itself.
    /// Default 20 s, counted from the first time it is sent: every receiver knows ids for half a minute, and the last answer takes time,
    /// too. The message log knows them for ten minutes, so for durable hubs it may be raised, to 5 minutes at most. Zero: never.
    /// </summary>
    /// <remarks>
    /// Later messages to the same group, user, connection or, for events, the hub wait meanwhile, so that none overtakes it. One that
    /// another has already followed when it is refused is not sent again, since it would come behind that: await a send before the next.
    /// </remarks>
    public TimeSpan ResendFor { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Answers invocations from other clients and the server; null refuses them. May run many times at once.</summary>
    public SwsInvocationHandler? InvocationHandler { get; init; }

    /// <summary>Invocations answered at the same time; one more is refused as <c>Busy</c>. Default 16.</summary>
    public int MaxConcurrentInvocations { get; init; } = 16;

    internal void ValidateClient()
    {
        Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MessageQueueCapacity, 1, nameof(MessageQueueCapacity));
        ArgumentOutOfRangeException.ThrowIfLessThan(MessageQueueBytes, 1, nameof(MessageQueueBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingSends, 1, nameof(MaxPendingSends));
        ArgumentOutOfRangeException.ThrowIfLessThan(ResendFor, TimeSpan.Zero, nameof(ResendFor));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ResendFor, TimeSpan.FromMinutes(5), nameof(ResendFor));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentInvocations, 1, nameof(MaxConcurrentInvocations));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Reconnect.InitialDelay, TimeSpan.Zero, nameof(Reconnect));
        ArgumentOutOfRangeException.ThrowIfLessThan(Reconnect.MaxDelay, Reconnect.InitialDelay, nameof(Reconnect));
    }
}
