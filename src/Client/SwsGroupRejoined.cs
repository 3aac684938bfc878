using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>What became of a group after the session was restarted.</summary>
/// <param name="Group">The group.</param>
/// <param name="Recovered">True when the group's history closes the gap: every message missed follows.</param>
/// <param name="Error">Why the client is no longer in the group; null when it is.</param>
public sealed record SwsGroupRejoined(string Group, bool Recovered, MessageError? Error) : SwsMessage;
