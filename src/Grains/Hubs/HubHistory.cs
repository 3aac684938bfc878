namespace Sws.Grains.Hubs;

/// <summary>What a hub keeps of the messages of its groups.</summary>
/// <param name="Mode">Where.</param>
/// <param name="Messages">At most this many per group.</param>
/// <param name="Age">None older than this.</param>
/// <param name="Groups">The groups that keep any; without placeholders.</param>
public sealed record HubHistory(HistoryMode Mode, int Messages, TimeSpan Age, GroupPattern Groups)
{
    /// <summary>Nothing is kept.</summary>
    public static HubHistory Off { get; } = new(HistoryMode.Off, 0, TimeSpan.Zero, GroupPattern.Any);

    /// <summary>How a group keeps its messages.</summary>
    /// <param name="group">Its name.</param>
    public HistoryMode ModeOf(string group) => Mode != HistoryMode.Off && Groups.Matches(group) ? Mode : HistoryMode.Off;
}
