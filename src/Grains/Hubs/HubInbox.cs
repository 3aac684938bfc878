namespace Sws.Grains.Hubs;

/// <summary>What a hub keeps of the messages to its users.</summary>
/// <param name="Mode">Whether any is kept.</param>
/// <param name="Messages">At most this many per user.</param>
/// <param name="Age">None older than this.</param>
public sealed record HubInbox(InboxMode Mode, int Messages, TimeSpan Age)
{
    /// <summary>Nothing is kept.</summary>
    public static HubInbox Off { get; } = new(InboxMode.Off, 0, TimeSpan.Zero);
}
