using Sws.Grains.Hubs;
using Sws.Grains.Log;

namespace Sws.Grains.Groups;

/// <summary>Makes the history that a group's hub asks for.</summary>
internal sealed class GroupHistories(HubCatalog hubs, MessageLogSource log, TimeProvider time)
{
    // What a durable group's grain keeps of its newest messages: one page.
    private const int TailMessages = LogLimits.PageMessages;
    private const long TailBytes = LogLimits.PageBytes;

    /// <summary>The group's history, or null when it keeps none.</summary>
    /// <param name="hubName">The hub.</param>
    /// <param name="group">The group.</param>
    /// <param name="epoch">Names the stream of a group whose messages live in memory.</param>
    /// <param name="lost">Called when a durable stream has begun anew behind the grain's back.</param>
    public IGroupHistory? Create(string hubName, string group, string epoch, Action lost)
    {
        if (!hubs.TryGet(hubName, out Hub? hub))
        {
            return null;
        }

        HubHistory history = hub.History;
        switch (history.ModeOf(group))
        {
            case HistoryMode.Memory:
                return new MemoryHistory(epoch, new MessageRing(history.Messages, MemoryHistory.MaxBytes, history.Age, time), history.Age);
            case HistoryMode.Durable:
                LogRetention retention = new(history.Messages, history.Age);
                MessageRing tail = new(Math.Min(history.Messages, TailMessages), TailBytes, history.Age, time);
                return new DurableHistory(log.Log, new LogStream(hubName, LogStreamKind.Group, group), retention, tail, lost);
            default:
                return null;
        }
    }
}
