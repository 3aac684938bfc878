using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>Reads what a hub keeps of its messages.</summary>
internal static class HubHistoryReader
{
    // Above this a page-wise recovery takes longer than clients wait; the store holds it all the same.
    private const int MaxMessages = 1_000_000;

    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3650);

    public static HubHistory ReadHistory(SettingsReader reader, string hub)
    {
        HistoryMode mode = reader.Choice(hub + ":History", HistoryMode.Off);
        HubHistory history = new(
            mode,
            reader.Integer(hub + ":HistoryMessages", 1000, 1, MaxMessages),
            reader.Duration(hub + ":HistoryAge", TimeSpan.FromHours(1), MinAge, MaxAge),
            ReadGroups(reader, hub + ":HistoryGroups"));
        if (mode == HistoryMode.Off)
        {
            ReportUseless(reader, hub, ["HistoryMessages", "HistoryAge", "HistoryGroups"], "History is Off; set that to Memory or Durable");
            return HubHistory.Off;
        }

        return history;
    }

    public static HubInbox ReadInbox(SettingsReader reader, string hub)
    {
        InboxMode mode = reader.Choice(hub + ":Inbox", InboxMode.Off);
        HubInbox inbox = new(
            mode,
            reader.Integer(hub + ":InboxMessages", 1000, 1, MaxMessages),
            reader.Duration(hub + ":InboxAge", TimeSpan.FromDays(7), MinAge, MaxAge));
        if (mode == InboxMode.Off)
        {
            ReportUseless(reader, hub, ["InboxMessages", "InboxAge"], "Inbox is Off; set that to Durable");
            return HubInbox.Off;
        }

        return inbox;
    }

    private static GroupPattern ReadGroups(SettingsReader reader, string key)
    {
        if (reader.TextOrNull(key) is not { } text)
        {
            return GroupPattern.Any;
        }

        if (GroupPattern.TryParse(text, out GroupPattern? pattern) && !pattern.HasPlaceholder)
        {
            return pattern;
        }

        reader.Report(key, $"must be a pattern of group names, 1 to {GroupPattern.MaxLength} characters, with '*' for one segment and '**' for any, and no placeholders");
        return GroupPattern.Any;
    }

    private static void ReportUseless(SettingsReader reader, string hub, string[] names, string why)
    {
        foreach (string name in names.Where(name => reader.TextOrNull($"{hub}:{name}") is not null))
        {
            reader.Report($"{hub}:{name}", $"is of no use where {hub}:{why} or leave this out");
        }
    }
}
