using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>Finds the grains that a session's messages go to.</summary>
internal sealed class SessionRouter(string connectionId, IGrainFactory grains)
{
    public string ConnectionId { get; } = connectionId;

    public ValueTask<OperationError?> PublishAsync(string hub, string group, IReadOnlyList<GroupPublish> messages) =>
        grains.GetGroup(hub, group).PublishAsync(messages);

    public ISessionGrain Session(string connectionId) => grains.GetSession(connectionId);

    public async ValueTask<IReadOnlyList<string>> FindAsync(string hub, SessionTarget target) => target switch
    {
        { ConnectionId: { } id } => [id],
        { UserId: { } user } => await grains.GetUserDirectory(hub, user).FindAsync(user),
        _ => [],
    };

    /// <summary>Sends to every session of the target; the worst outcome counts.</summary>
    public async ValueTask<OperationError?> SendAsync(string hub, SessionTarget target, DirectContent content)
    {
        IReadOnlyList<string> sessions = await FindAsync(hub, target);
        SendOutcome[] outcomes = await Task.WhenAll(sessions.Select(id => Session(id).SendAsync(content).AsTask()));
        if (outcomes.Contains(SendOutcome.Overloaded))
        {
            return OperationErrors.Overloaded;
        }

        if (outcomes.Contains(SendOutcome.Unavailable) && !outcomes.Contains(SendOutcome.Accepted))
        {
            return OperationErrors.Unavailable;
        }

        // A user who has several sessions is reached when one of them is.
        return outcomes.Contains(SendOutcome.Accepted) ? null : OperationErrors.NotFound;
    }
}
