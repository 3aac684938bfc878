using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Gateway.Sessions;

/// <summary>The calls of this edge to group grains: one behind the other for each group.</summary>
internal sealed partial class GroupCalls(IGrainFactory grains, EdgeIdentity edge, ILogger<GroupCalls> logger)
{
    // A call to a group whose silo hangs is not answered, nor one that waits for an edge that does; when the third begins,
    // after 8 s, both have been voted out or given up.
    private const int SubscribeAttempts = 3;

    /// <summary>Called when members of a group miss messages.</summary>
    public Action<LocalGroup>? Missed { get; set; }

    /// <summary>Tells the group of this edge.</summary>
    /// <returns>Where the stream stood; the edge gets every later message.</returns>
    public async Task<GroupPosition> SubscribeAsync(LocalGroup group)
    {
        GroupSubscription? answer = null;
        await Chain(group, async grain => answer = await SubscribeAsync(group, grain));
        return answer!.Position;
    }

    /// <summary>A page of what the group keeps; not behind other calls, which it does not depend on.</summary>
    public ValueTask<GroupPage> ReadAsync(LocalGroup group, GroupPosition have) =>
        grains.GetGroup(group.Hub, group.Name).ReadAsync(have);

    public Task FollowPresenceAsync(LocalGroup group, string connectionId) =>
        Chain(group, async grain => await grain.FollowPresenceAsync(edge.AddressFor(group.Name), connectionId));

    public Task<bool> UnfollowPresenceAsync(LocalGroup group) => TryAsync(Chain(group, async grain => await grain.UnfollowPresenceAsync(edge.Id)));

    public Task<bool> UnsubscribeAsync(LocalGroup group) => TryAsync(Chain(group, async grain => await grain.UnsubscribeAsync(edge.Id)));

    public Task<bool> ReportAsync(LocalGroup group, IReadOnlyList<GroupMember> joined, IReadOnlyList<GroupMember> left) =>
        TryAsync(Chain(group, async grain => await grain.PresenceChangedAsync(edge.Id, joined, left)));

    /// <summary>Makes sure that the group knows of this edge, its members and followers.</summary>
    /// <returns>False when the group could not be reached: to be tried again.</returns>
    public async Task<bool> AssertAsync(LocalGroup group)
    {
        EdgeSession[] followers;
        Task<GroupPosition> subscribing;
        lock (group.Gate)
        {
            if (group.Count == 0 || group.Subscription is null)
            {
                return true;
            }

            followers = [.. group.Followers];
            group.Subscription = subscribing = SubscribeAsync(group);
        }

        return await TryAsync(subscribing)
            && (await Task.WhenAll(followers.Select(follower => TryAsync(FollowPresenceAsync(group, follower.ConnectionId))))).All(done => done);
    }

    private async Task<GroupSubscription> SubscribeAsync(LocalGroup group, IGroupGrain grain)
    {
        GroupPosition? have;
        lock (group.Gate)
        {
            have = group.BeginSubscribing();
        }

        try
        {
            GroupSubscription answer = await AskAsync(() => grain.SubscribeAsync(edge.AddressFor(group.Name), have));
            bool isWhole;
            lock (group.Gate)
            {
                isWhole = group.EndSubscribing(answer);
            }

            if (!isWhole)
            {
                Missed?.Invoke(group);
            }

            return answer;
        }
        catch
        {
            lock (group.Gate)
            {
                group.FailSubscribing();
            }

            throw;
        }
    }

    private static async Task<GroupSubscription> AskAsync(Func<ValueTask<GroupSubscription>> subscribe)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await subscribe();
            }
            catch (Exception exception) when (attempt < SubscribeAttempts && exception is TimeoutException or OperationCanceledException)
            {
            }
        }
    }

    private async Task<bool> TryAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogGroupUnreachable(logger, exception.GetType().Name);
            return false;
        }
    }

    private Task Chain(LocalGroup group, Func<IGroupGrain, Task> call)
    {
        lock (group.Gate)
        {
            return group.LastCall = CallBehindAsync(group.LastCall, call, grains.GetGroup(group.Hub, group.Name));
        }

        static async Task CallBehindAsync(Task before, Func<IGroupGrain, Task> call, IGroupGrain grain)
        {
            // Never in the caller's frame: it may hold locks.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            await call(grain);
        }
    }
}
