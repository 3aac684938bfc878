using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Groups;

/// <summary>
/// What numbered publishes a group has carried out lately. When a session's silo dies between a publish and its answer,
/// the session's edge sends it again to a grain that knows of nothing: only the group can tell that it is the same one.
/// </summary>
internal sealed class RecentPublishes(TimeProvider time)
{
    // An edge sends again for 10 s, and each call of its may take 15: a minute is safe, and what it costs is bounded by
    // the producers of that minute.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    // Made on first use: many groups have no numbered publishes at all.
    private Dictionary<string, Producer>? _producers;
    private long _trimmed;

    /// <summary>Takes note of messages.</summary>
    /// <returns>Those that are new: the same list when all are.</returns>
    public IReadOnlyList<GroupPublish> Take(IReadOnlyList<GroupPublish> messages)
    {
        List<GroupPublish>? fresh = null;
        long now = time.GetTimestamp();
        Trim(now);
        for (int index = 0; index < messages.Count; index++)
        {
            bool isNew = messages[index].Producer is not { } name || Find(name, now).Numbers.Add(messages[index].Number);
            if (!isNew)
            {
                fresh ??= [.. messages.Take(index)];
            }
            else
            {
                fresh?.Add(messages[index]);
            }
        }

        return fresh ?? messages;
    }

    /// <summary>Whether a message was taken and not forgotten.</summary>
    public bool Has(GroupPublish message) =>
        message.Producer is null || (_producers?.GetValueOrDefault(message.Producer)?.Numbers.Contains(message.Number) ?? false);

    /// <summary>Messages could not be published after all: they may come again.</summary>
    public void Forget(IReadOnlyList<GroupPublish> messages)
    {
        foreach (GroupPublish message in messages)
        {
            if (message.Producer is not null)
            {
                _producers?.GetValueOrDefault(message.Producer)?.Numbers.Remove(message.Number);
            }
        }
    }

    private Producer Find(string name, long now)
    {
        if (_producers is null)
        {
            _producers = new Dictionary<string, Producer>(StringComparer.Ordinal);
            _trimmed = now;
        }

        if (!_producers.TryGetValue(name, out Producer? producer))
        {
            _producers.Add(name, producer = new Producer());
        }

        producer.LastUsed = now;
        return producer;
    }

    private void Trim(long now)
    {
        if (_producers is null || time.GetElapsedTime(_trimmed, now) < KeepFor)
        {
            return;
        }

        _trimmed = now;
        foreach ((string name, Producer producer) in _producers)
        {
            if (time.GetElapsedTime(producer.LastUsed, now) >= KeepFor)
            {
                _producers.Remove(name);
            }
        }
    }

    private sealed class Producer
    {
        public AckIdSet Numbers { get; } = new();

        public long LastUsed { get; set; }
    }
}
