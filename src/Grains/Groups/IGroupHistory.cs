using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>The messages that a group keeps, and the numbering of all of them. Runs within the group's grain.</summary>
internal interface IGroupHistory
{
    /// <summary>Where the stream stands.</summary>
    GroupPosition Position { get; }

    /// <summary>Finds the stream. Call before anything else.</summary>
    /// <exception cref="Log.LogUnavailableException">It cannot be read.</exception>
    ValueTask LoadAsync();

    /// <summary>Keeps messages and hands those that are new on, in order, before it takes up the next ones.</summary>
    /// <param name="messages">At least one.</param>
    /// <param name="deliver">Takes numbered messages that continue the ones before; starts their delivery at once.</param>
    /// <returns>Null when they are as safe as the history makes them, or what <paramref name="deliver"/> gave where that is not safe at all; <c>Unavailable</c> when they could not be kept; <c>Moving</c> when they were not, and the next activation can.</returns>
    ValueTask<OperationError?> PublishAsync(IReadOnlyList<GroupPublish> messages, Func<IReadOnlyList<GroupMessage>, Task<OperationError?>> deliver);

    /// <summary>A page of the messages behind a position.</summary>
    /// <param name="have">The last message that the reader has; null for all that are kept.</param>
    /// <exception cref="Log.LogUnavailableException">They cannot be read.</exception>
    ValueTask<GroupPage> ReadAsync(GroupPosition? have);
}
