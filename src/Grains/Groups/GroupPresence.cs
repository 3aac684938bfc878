using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>
/// Who is in a group. It costs nothing until a session follows the group; from then on every edge with members reports
/// who comes and goes.
/// </summary>
internal sealed class GroupPresence(string hub, string group, Func<string, Exception, ValueTask> onLost)
{
    private readonly Dictionary<string, Dictionary<string, GroupMember>> _membersByEdge = [];
    private readonly Dictionary<string, EdgeAddress> _followers = [];

    public bool IsFollowed => _followers.Count > 0;

    public async ValueTask FollowAsync(EdgeAddress edge, string connectionId, IEnumerable<EdgeAddress> edges)
    {
        bool first = !IsFollowed;
        _followers[edge.EdgeId] = edge;
        if (first)
        {
            await Task.WhenAll(edges.ToList().Select(member => WatchAsync(member).AsTask()));
        }

        GroupMember[] members = [.. _membersByEdge.Values.SelectMany(held => held.Values).DistinctBy(member => member.ConnectionId)];
        await TellAsync(edge, new PresenceDelivery(hub, group, connectionId, members, []));
    }

    public async ValueTask UnfollowAsync(string edgeId, IEnumerable<EdgeAddress> edges)
    {
        if (_followers.Remove(edgeId) && !IsFollowed)
        {
            _membersByEdge.Clear();
            await Task.WhenAll(edges.ToList().Select(async edge => await AskAsync(edge, observer => observer.WatchGroupAsync(hub, group, watch: false))));
        }
    }

    /// <summary>Asks an edge for its members now and all changes from now on.</summary>
    public async ValueTask WatchAsync(EdgeAddress edge)
    {
        IReadOnlyList<GroupMember>? members = await AskAsync(edge, observer => observer.WatchGroupAsync(hub, group, watch: true));
        if (members is not null)
        {
            await ReplaceAsync(edge.EdgeId, members);
        }
    }

    public async ValueTask ChangeAsync(string edgeId, IReadOnlyList<GroupMember> joined, IReadOnlyList<GroupMember> left)
    {
        if (!IsFollowed)
        {
            return;
        }

        Dictionary<string, GroupMember> held = Held(edgeId);
        // A session that moves from edge to edge is at both for a moment: it neither comes nor goes.
        List<GroupMember> gone = [.. left.Where(member => held.Remove(member.ConnectionId) && !IsHeldElsewhere(edgeId, member))];
        List<GroupMember> came = [.. joined.Where(member => held.TryAdd(member.ConnectionId, member) && !IsHeldElsewhere(edgeId, member))];
        await AnnounceAsync(came, gone);
    }

    /// <summary>An edge has no members any more, or is dead.</summary>
    public async ValueTask RemoveEdgeAsync(string edgeId)
    {
        _followers.Remove(edgeId);
        if (_membersByEdge.Remove(edgeId, out Dictionary<string, GroupMember>? gone) && gone.Count > 0)
        {
            await AnnounceAsync([], [.. gone.Values.Where(member => !IsHeldElsewhere(edgeId, member))]);
        }
    }

    private async ValueTask ReplaceAsync(string edgeId, IReadOnlyList<GroupMember> members)
    {
        Dictionary<string, GroupMember> held = Held(edgeId);
        HashSet<string> now = [.. members.Select(member => member.ConnectionId)];
        await ChangeAsync(edgeId, members, [.. held.Values.Where(member => !now.Contains(member.ConnectionId))]);
    }

    private bool IsHeldElsewhere(string edgeId, GroupMember member) =>
        _membersByEdge.Any(entry => entry.Key != edgeId && entry.Value.ContainsKey(member.ConnectionId));

    private Dictionary<string, GroupMember> Held(string edgeId)
    {
        if (!_membersByEdge.TryGetValue(edgeId, out Dictionary<string, GroupMember>? held))
        {
            _membersByEdge.Add(edgeId, held = []);
        }

        return held;
    }

    private async ValueTask AnnounceAsync(List<GroupMember> joined, List<GroupMember> left)
    {
        if (joined.Count + left.Count > 0)
        {
            PresenceDelivery change = new(hub, group, null, joined, left);
            await Task.WhenAll(_followers.Values.ToList().Select(async edge => await TellAsync(edge, change)));
        }
    }

    private async ValueTask TellAsync(EdgeAddress edge, PresenceDelivery delivery) => await AskAsync(edge, async observer =>
    {
        await observer.DeliverPresenceAsync(delivery);
        return delivery;
    });

    private async Task<T?> AskAsync<T>(EdgeAddress edge, Func<IEdgeObserver, ValueTask<T>> call)
        where T : class
    {
        try
        {
            return await call(edge.Observer);
        }
        catch (Exception exception)
        {
            // Presence must not fail what it follows from: a join, a leave, another edge's report.
            _followers.Remove(edge.EdgeId);
            await onLost(edge.EdgeId, exception);
            return null;
        }
    }
}
