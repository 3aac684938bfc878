using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>Reads what a hub keeps for its users.</summary>
internal static class HubInboxReader
{
    // An inbox is read whole by a user who comes back.
    private const int MaxMessages = 100_000;

    private static readonly string[] Details = ["InboxMessages", "InboxAge"];
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(7);
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3650);

    public static HubInbox? ReadInbox(SettingsReader reader, string hub)
    {
        InboxMode mode = reader.Choice(hub + ":Inbox", InboxMode.Off);
        HubInbox inbox = new(
            reader.Integer(hub + ":InboxMessages", 1000, 1, MaxMessages),
            reader.Duration(hub + ":InboxAge", DefaultAge, MinAge, MaxAge));
        if (mode == InboxMode.Durable)
        {
            return inbox;
        }

        reader.ReportUseless(Details.Select(name => $"{hub}:{name}"), $"{hub}:Inbox is Off; set that to Durable, or leave this out");
        return null;
    }
}
