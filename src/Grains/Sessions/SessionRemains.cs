using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// What is left of a session that could not go on: what its client is owed, kept for as long as the client may come for it.
/// Not given away once, since the answer may get lost.
/// </summary>
/// <param name="State">What the session was: who asks must be its client.</param>
/// <param name="Messages">What other clients sent and this one has not acknowledged.</param>
internal sealed record SessionRemains(SessionState State, IReadOnlyList<DirectMessage> Messages)
{
    /// <summary>What a client has not received; null for one that does not count what it gets.</summary>
    public IReadOnlyList<DirectContent>? Owed(long? received) =>
        received is null ? null : [.. Messages.Where(message => message.OutboxId > received).Select(message => message.Content)];
}
