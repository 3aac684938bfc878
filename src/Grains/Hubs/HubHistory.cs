namespace Sws.Grains.Hubs;

/// <summary>What a hub keeps of the messages of its groups.</summary>
/// <param name="Mode">Where.</param>
/// <param name="Messages">At most this many per group.</param>
/// <param name="Age">None older than this.</param>
/// <param name="Groups">Pattern of the groups that keep any; see <see cref="GroupPattern"/>.</param>
public sealed record HubHistory(HistoryMode Mode, int Messages, TimeSpan Age, string Groups)
{
    /// <summary>Nothing is kept.</summary>
    public static HubHistory Off { get; } = new(HistoryMode.Off, 0, TimeSpan.Zero, "**");

    /// <summary>How a group keeps its messages.</summary>
    /// <param name="group">Its name.</param>
    public HistoryMode ModeOf(string group) => Mode != HistoryMode.Off && GroupPattern.Matches(Groups, group) ? Mode : HistoryMode.Off;
}
