using Orleans.Concurrency;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Users;

namespace Sws.Grains.Users;

/// <summary>The live sessions of one bucket of users; refilled from the edges when it comes back empty.</summary>
[GrainType("sws.user-directory"), Reentrant]
internal sealed class UserDirectoryGrain(IGrainContext context, EdgeScatter edges) : IGrainBase, IUserDirectoryGrain
{
    // Nearly every user has one session: an array of one is a third of a set of one.
    private readonly Dictionary<string, string[]> _users = [];

    public IGrainContext GrainContext { get; } = context;

    public async Task OnActivateAsync(CancellationToken token)
    {
        (string hub, int bucket) = UserBucket.Parse(GrainContext.GrainId.Key.ToString()!);
        foreach ((_, IReadOnlyList<UserSession> sessions) in (await edges.AskAsync(edge => edge.ListUsersAsync(hub, bucket))).Answers)
        {
            foreach (UserSession session in sessions)
            {
                Add(session.UserId, session.ConnectionId);
            }
        }
    }

    public ValueTask AddAsync(string userId, string connectionId)
    {
        Add(userId, connectionId);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string userId, string connectionId)
    {
        if (_users.TryGetValue(userId, out string[]? sessions))
        {
            string[] rest = [.. sessions.Where(session => session != connectionId)];
            if (rest.Length == 0)
            {
                _users.Remove(userId);
            }
            else
            {
                _users[userId] = rest;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> FindAsync(string userId) =>
        ValueTask.FromResult<IReadOnlyList<string>>(_users.GetValueOrDefault(userId) ?? []);

    private void Add(string userId, string connectionId)
    {
        string[] sessions = _users.GetValueOrDefault(userId) ?? [];
        if (!sessions.Contains(connectionId))
        {
            _users[userId] = [.. sessions, connectionId];
        }
    }
}
