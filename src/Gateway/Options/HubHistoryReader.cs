using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>Reads what a hub keeps of its messages.</summary>
internal static class HubHistoryReader
{
    // Above this a page-wise recovery takes longer than clients wait; the store holds it all the same.
    private const int MaxMessages = 1_000_000;

    private static readonly string[] Details = ["HistoryMessages", "HistoryAge", "HistoryGroups"];
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
            reader.ReportUseless(Details.Select(name => $"{hub}:{name}"), $"{hub}:History is Off; set that to Memory or Durable, or leave this out");
            return HubHistory.Off;
        }

        return history;
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
}
