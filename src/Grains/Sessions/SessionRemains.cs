using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// What is left of a session that could not go on: what its client is owed, kept for as long as the client may come for it.
/// Not given away once, since the answer may get lost.
/// </summary>
/// <param name="State">What the session was: who asks must be its client.</param>
/// <param name="Messages">What other clients sent and this one has not acknowledged.</param>
/// <param name="Heir">The session that began with that; null when none has.</param>
internal sealed record SessionRemains(SessionState State, IReadOnlyList<DirectMessage> Messages, string? Heir = null)
{
    /// <summary>
    /// What is left when the heir has gone, too: its client has never heard of it, or would have come for it. What was owed to
    /// the heir begins with what this session was.
    /// </summary>
    public SessionRemains WithoutHeir(IReadOnlyList<DirectContent>? owedToHeir)
    {
        // Numbers that no client can say it has received: what the heir was owed is new to it.
        long first = long.MaxValue - (owedToHeir?.Count ?? 0);
        return owedToHeir is null
            ? this with { Heir = null }
            : this with { Heir = null, Messages = [.. owedToHeir.Select((content, index) => new DirectMessage(first + index, content))] };
    }

    /// <summary>What the client has not received; null for another client, and for one that does not count what it gets.</summary>
    public IReadOnlyList<DirectContent>? Owed(SessionResume request) => request.Received is { } received && State.IsOf(request)
        ? [.. Messages.Where(message => message.OutboxId > received).Select(message => message.Content)]
        : null;
}
