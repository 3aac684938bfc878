using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>What numbered publishes a group has carried out lately.</summary>
internal sealed class RecentPublishes(TimeProvider time)
{
    private readonly RecentNumbers _numbers = new(time);

    /// <summary>Takes note of messages.</summary>
    /// <returns>Those that are new: the same list when all are.</returns>
    public IReadOnlyList<GroupPublish> Take(IReadOnlyList<GroupPublish> messages)
    {
        List<GroupPublish>? fresh = null;
        for (int index = 0; index < messages.Count; index++)
        {
            if (!_numbers.TryTake(messages[index].Producer, messages[index].Number))
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
    public bool Has(GroupPublish message) => _numbers.Has(message.Producer, message.Number);

    /// <summary>Messages could not be published after all: they may come again.</summary>
    public void Forget(IReadOnlyList<GroupPublish> messages)
    {
        foreach (GroupPublish message in messages)
        {
            _numbers.Forget(message.Producer, message.Number);
        }
    }
}
