using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Log;

namespace Sws.Grains.Groups;

/// <summary>Keeps a group's messages in the grain: gone with the silo, which readers see by the epoch.</summary>
/// <param name="epoch">Names this memory.</param>
/// <param name="ring">The messages.</param>
/// <param name="age">How long they are kept.</param>
internal sealed class MemoryHistory(string epoch, MessageRing ring, TimeSpan age) : IGroupHistory
{
    /// <summary>Bytes of data kept per group. 4 MiB: 1000 messages of 4 KiB.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>How long messages are kept.</summary>
    public TimeSpan Age => age;

    public GroupPosition Position => new(epoch, ring.Last);

    public ValueTask LoadAsync() => ValueTask.CompletedTask;

    public async ValueTask<OperationError?> PublishAsync(
        IReadOnlyList<GroupPublish> messages, Func<IReadOnlyList<GroupMessage>, Task<OperationError?>> deliver)
    {
        GroupMessage[] numbered = new GroupMessage[messages.Count];
        for (int index = 0; index < numbered.Length; index++)
        {
            GroupPublish message = messages[index];
            numbered[index] = new GroupMessage(
                ring.Last + 1, message.FromUserId, message.Data, message.ExceptConnectionId, message.Producer, message.Number);
            ring.Add(numbered[index]);
        }

        return await deliver(numbered);
    }

    public ValueTask<GroupPage> ReadAsync(GroupPosition? have)
    {
        ulong after = have?.Offset ?? ring.First - 1;
        bool isWhole = (have is null || have.Epoch == epoch) && ring.HasAllAfter(after);
        return ValueTask.FromResult(new GroupPage(
            epoch, ring.Last, isWhole, isWhole ? ring.After(after, LogLimits.PageMessages, LogLimits.PageBytes) : []));
    }
}
