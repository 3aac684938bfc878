using Sws.Grains.Hubs;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Log;

namespace Sws.Grains.Sessions;

/// <summary>
/// Finds the grains that a session's messages go to, and waits for those that are on their way to another silo.
/// </summary>
internal sealed class SessionRouter(string connectionId, IGrainFactory grains, SessionServices services)
{
    // A silo that stops is left by its grains within two seconds, and one that was killed is noticed in as many.
    private static readonly TimeSpan MoveFor = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MoveDelay = TimeSpan.FromMilliseconds(100);

    // Sessions that cannot be told of their inbox for this long are read anew when they can: their silo or edge died.
    private static readonly TimeSpan TellFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxTellDelay = TimeSpan.FromSeconds(2);

    // How long a sender waits until the sessions are told: what it sent is stored already.
    private static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = services.Time;

    public string ConnectionId { get; } = connectionId;

    public async ValueTask<OperationError?> PublishAsync(string hub, string group, IReadOnlyList<GroupPublish> messages)
    {
        long began = _time.GetTimestamp();
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
            catch (Exception exception) when (exception.MeansNoAnswer()
                && messages.All(message => message.Producer is not null) && _time.GetElapsedTime(began) < MoveFor)
            {
                // The group's silo died. Whoever has the messages already tells so by their numbers.
            }

            if (_time.GetElapsedTime(began) >= MoveFor)
            {
                return OperationErrors.Unavailable;
            }

            await Task.Delay(MoveDelay, _time);
        }
    }

    public ISessionGrain Session(string connectionId) => grains.GetSession(connectionId);

    public async ValueTask<IReadOnlyList<string>> FindAsync(string hub, SessionTarget target) => target switch
    {
        { ConnectionId: { } id } => ConnectionIds.IsOne(id) ? [id] : [],
        { UserId: { } user } => await grains.GetUserDirectory(hub, user).FindAsync(user),
        _ => [],
    };

    /// <summary>Sends to one session.</summary>
    public async ValueTask<OperationError?> SendToConnectionAsync(string? connectionId, DirectContent content)
    {
        if (connectionId is null || !ConnectionIds.IsOne(connectionId))
        {
            return OperationErrors.NotFound;
        }

        // The first attempt here and not in SendAsync: nearly all messages need no other, and each awaited method costs a task.
        SendOutcome outcome = await Session(connectionId).SendAsync(content);
        return (outcome == SendOutcome.Moving ? await SendAgainAsync(connectionId, content) : outcome) switch
        {
            SendOutcome.Accepted => null,
            SendOutcome.Overloaded => OperationErrors.Overloaded,
            SendOutcome.Unavailable => OperationErrors.Unavailable,
            _ => OperationErrors.NotFound,
        };
    }

    /// <summary>Sends to every session of a user; the worst outcome counts.</summary>
    public async ValueTask<OperationError?> SendToUserAsync(string hub, string userId, DirectContent content)
    {
        IReadOnlyList<string> sessions = await grains.GetUserDirectory(hub, userId).FindAsync(userId);
        SendOutcome[] outcomes = await Task.WhenAll(sessions.Select(id => SendAsync(id, content)));
        await ForgetAsync(hub, userId, sessions.Where((_, index) => outcomes[index] == SendOutcome.NotFound));
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

    /// <summary>Stores a message in a user's inbox and tells the user's sessions, which there need not be.</summary>
    public async ValueTask<OperationError?> SendToInboxAsync(Hub hub, string userId, ClientData content)
    {
        HubInbox inbox = hub.Inbox!;
        LogRecord record = new(content.Producer, content.Number, content.FromUserId, content.Data, ExceptConnectionId: null);
        try
        {
            LogAppended stored = await services.Log.Log.AppendAsync(
                new LogStream(hub.Name, LogStreamKind.Inbox, userId), new LogRetention(inbox.Messages, inbox.Age), [record]);

            // One that was stored before is told of again: whoever stored it may have died in between.
            ClientData message = content with { Inbox = new InboxPosition(stored.Epoch, stored.Outcomes[0].Offset) };
            await TellAsync(hub.Name, userId, message).WaitAsync(TellPatience, _time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return null;
        }
        catch (LogUnavailableException)
        {
            // Perhaps stored, perhaps not: a repetition finds out. The log has said why.
            return OperationErrors.Unavailable;
        }
    }

    private async Task TellAsync(string hub, string userId, ClientData message)
    {
        long began = _time.GetTimestamp();
        for (TimeSpan delay = MoveDelay; !await TryTellAsync(hub, userId, message) && _time.GetElapsedTime(began) < TellFor; delay *= 2)
        {
            await Task.Delay(delay < MaxTellDelay ? delay : MaxTellDelay, _time);
        }
    }

    private async Task<bool> TryTellAsync(string hub, string userId, ClientData message)
    {
        try
        {
            IReadOnlyList<string> sessions = await grains.GetUserDirectory(hub, userId).FindAsync(userId);
            SendOutcome[] outcomes = await Task.WhenAll(sessions.Select(id => Session(id).InboxGrewAsync(message).AsTask()));
            return outcomes.All(outcome => outcome == SendOutcome.Accepted);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            return false;
        }
    }

    /// <summary>Takes sessions that are gone out of their user's directory: they, or their silo, ended without a word to it.</summary>
    private async Task ForgetAsync(string hub, string userId, IEnumerable<string> gone)
    {
        try
        {
            foreach (string session in gone)
            {
                await grains.GetUserDirectory(hub, userId).RemoveAsync(userId, session);
            }
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            // The next message to the user finds them again.
        }
    }

    private async Task<SendOutcome> SendAsync(string session, DirectContent content)
    {
        SendOutcome outcome = await Session(session).SendAsync(content);
        return outcome == SendOutcome.Moving ? await SendAgainAsync(session, content) : outcome;
    }

    private async Task<SendOutcome> SendAgainAsync(string session, DirectContent content)
    {
        long began = _time.GetTimestamp();
        while (_time.GetElapsedTime(began) < MoveFor)
        {
            await Task.Delay(MoveDelay, _time);
            SendOutcome outcome = await Session(session).SendAsync(content);
            if (outcome != SendOutcome.Moving)
            {
                return outcome;
            }
        }

        return SendOutcome.Unavailable;
    }
}
