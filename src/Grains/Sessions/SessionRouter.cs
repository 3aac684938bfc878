using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// Finds the grains that a session's messages go to, and waits for those that are on their way to another silo.
/// </summary>
internal sealed class SessionRouter(string connectionId, IGrainFactory grains, TimeProvider time)
{
    // A silo that stops is left by its grains within two seconds, and one that was killed is noticed in as many.
    private static readonly TimeSpan MoveFor = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MoveDelay = TimeSpan.FromMilliseconds(100);

    public string ConnectionId { get; } = connectionId;

    public async ValueTask<OperationError?> PublishAsync(string hub, string group, IReadOnlyList<GroupPublish> messages)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                OperationError? error = await grains.GetGroup(hub, group).PublishAsync(messages);
                if (error != OperationErrors.Moving)
                {
                    return error;
                }
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException
                && messages.All(message => message.Producer is not null) && time.GetElapsedTime(began) < MoveFor)
            {
                // The group's silo died. Whoever has the messages already tells so by their numbers.
            }

            if (time.GetElapsedTime(began) >= MoveFor)
            {
                return OperationErrors.Unavailable;
            }

            await Task.Delay(MoveDelay, time);
        }
    }

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
        SendOutcome[] outcomes = await Task.WhenAll(sessions.Select(id => SendAsync(id, content)));
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

    private async Task<SendOutcome> SendAsync(string session, DirectContent content)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            SendOutcome outcome = await Session(session).SendAsync(content);
            if (outcome != SendOutcome.Moving)
            {
                return outcome;
            }

            if (time.GetElapsedTime(began) >= MoveFor)
            {
                return SendOutcome.Unavailable;
            }

            await Task.Delay(MoveDelay, time);
        }
    }
}
