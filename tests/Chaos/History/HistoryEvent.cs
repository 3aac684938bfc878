namespace Sws.Chaos.History;

/// <summary>One thing that a client of the fleet did, saw or was told.</summary>
/// <param name="At">Microseconds since the round began; never goes back.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Client">Who saw it: a name that stays the same through all sessions of one client.</param>
internal sealed record HistoryEvent(long At, EventKind Kind, string Client)
{
    /// <summary>Identity of a message: unique in the round, never published twice.</summary>
    public long Message { get; init; }

    /// <summary>Where it went or came from: see <see cref="Streams"/>.</summary>
    public string? Stream { get; init; }

    /// <summary>What is promised of it.</summary>
    public DeliveryClass Class { get; init; }

    /// <summary>The connection id that the gateway gave.</summary>
    public string? Session { get; init; }

    /// <summary>The user id that the gateway gave.</summary>
    public string? User { get; init; }

    /// <summary>Number of a socket in the order in which the client opened them; 0 where the client does not tell.</summary>
    public int Socket { get; init; }

    /// <summary>Whether everything that was missed follows.</summary>
    public bool Whole { get; init; }

    /// <summary>Position in a group's history.</summary>
    public string? Epoch { get; init; }

    /// <inheritdoc cref="Epoch"/>
    public ulong Offset { get; init; }

    /// <summary>Connection ids of all who are present.</summary>
    public IReadOnlyList<string>? Sessions { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
