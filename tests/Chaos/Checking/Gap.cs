using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>A client was told that its session does not go on: between what came before and what comes after, something may be missing.</summary>
internal sealed class Gap(HistoryEvent restarted, IReadOnlyDictionary<(string Stream, string Sender), long> seenBefore)
{
    private readonly Dictionary<string, HistoryEvent> _rejoined = new(StringComparer.Ordinal);

    public HistoryEvent Restarted => restarted;

    public void Rejoined(HistoryEvent rejoined) => _rejoined.TryAdd(rejoined.Stream!, rejoined);

    /// <summary>How a group was joined again; null when it was not, or for what needs no joining.</summary>
    public HistoryEvent? RejoinOf(string stream) => _rejoined.GetValueOrDefault(stream);

    /// <summary>
    /// Whether a message can have fallen into this gap: published before its end, and nothing that its sender sent later to the same place
    /// had come before its beginning.
    /// </summary>
    public bool Covers(Message message)
    {
        var end = Streams.IsGroup(message.Stream) ? RejoinOf(message.Stream)?.At ?? long.MaxValue : restarted.At;
        return message.Invoked.At <= end
            && seenBefore.GetValueOrDefault((message.Stream, message.Invoked.Client), -1) < message.Order;
    }
}
