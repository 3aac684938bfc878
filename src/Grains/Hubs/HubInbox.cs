namespace Sws.Grains.Hubs;

/// <summary>What a hub keeps for each of its users in the message log, until one of the user's clients has acknowledged it.</summary>
/// <param name="Messages">At most this many per user; the oldest go first.</param>
/// <param name="Age">None older than this.</param>
public sealed record HubInbox(int Messages, TimeSpan Age);
