using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>Who is in a group that was joined with presence: once the whole state, then what changes.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsState">True for the whole state: forget what came before.</param>
/// <param name="Joined">Members, or those that joined since.</param>
/// <param name="Left">Those that left since.</param>
public sealed record SwsPresenceMessage(
    string Group, bool IsState, IReadOnlyList<PresenceEntry> Joined, IReadOnlyList<PresenceEntry> Left) : SwsMessage;
