using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>
/// One group: which edges hold members, and the order of its messages. It comes back empty after a silo's death and
/// then asks every edge, so that no publish can miss a member.
/// </summary>
[GrainType("sws.group"), Reentrant]
internal sealed partial class GroupGrain : IGrainBase, IGroupGrain
{
    private readonly Dictionary<string, EdgeChannel> _edges = [];
    private readonly EdgeScatter _scatter;
    private readonly ILogger<GroupGrain> _logger;
    private readonly string _hub;
    private readonly string _group;

    // An epoch is one memory of the stream; 48 random bits tell two of them apart.
    private readonly string _epoch = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6));
    private readonly GroupPresence _presence;
    private ulong _offset;

    public GroupGrain(IGrainContext context, EdgeScatter scatter, ILogger<GroupGrain> logger)
    {
        GrainContext = context;
        _scatter = scatter;
        _logger = logger;
        (_hub, _group) = GroupKey.Parse(context.GrainId.Key.ToString()!);
        _presence = new GroupPresence(_hub, _group);
    }

    public IGrainContext GrainContext { get; }

    public async Task OnActivateAsync(CancellationToken token)
    {
        foreach ((EdgeAddress edge, bool hasMembers) in await _scatter.AskAsync(edge => edge.HasGroupAsync(_hub, _group)))
        {
            if (hasMembers)
            {
                Channel(edge);
            }
        }
    }

    public async ValueTask<GroupPosition> SubscribeAsync(EdgeAddress edge)
    {
        // Whatever was published before must have reached the other edges when this returns: a session that moves to
        // this edge takes its tail from the old one only then.
        GroupPosition position = new(_epoch, _offset);
        Task earlier = Task.WhenAll(_edges.Values.Select(channel => channel.Drained));
        bool isNew = !_edges.ContainsKey(edge.EdgeId);
        Channel(edge);
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (isNew && _presence.IsFollowed)
        {
            await _presence.WatchAsync(edge);
        }

        return position;
    }

    public async ValueTask UnsubscribeAsync(string edgeId)
    {
        _edges.Remove(edgeId);
        await _presence.RemoveEdgeAsync(edgeId);
        if (_edges.Count == 0)
        {
            GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The group has no members."));
        }
    }

    public async ValueTask PublishAsync(IReadOnlyList<GroupPublish> messages)
    {
        if (_edges.Count == 0)
        {
            _offset += (ulong)messages.Count;
            return;
        }

        GroupMessage[] numbered = new GroupMessage[messages.Count];
        for (int index = 0; index < numbered.Length; index++)
        {
            GroupPublish message = messages[index];
            numbered[index] = new GroupMessage(++_offset, message.FromUserId, message.Data, message.ExceptConnectionId);
        }

        if (_edges.Count == 1)
        {
            await SendAsync(_edges.Values.First(), numbered);
            return;
        }

        await Task.WhenAll(_edges.Values.Select(channel => SendAsync(channel, numbered)));
    }

    public async ValueTask FollowPresenceAsync(EdgeAddress edge, string connectionId)
    {
        await _presence.FollowAsync(edge, connectionId, _edges.Values.Select(channel => channel.Edge));
    }

    public ValueTask UnfollowPresenceAsync(string edgeId) => _presence.UnfollowAsync(edgeId, _edges.Values.Select(channel => channel.Edge));

    public ValueTask PresenceChangedAsync(string edgeId, IReadOnlyList<GroupMember> joined, IReadOnlyList<GroupMember> left) =>
        _presence.ChangeAsync(edgeId, joined, left);

    private EdgeChannel Channel(EdgeAddress edge)
    {
        if (!_edges.TryGetValue(edge.EdgeId, out EdgeChannel? channel))
        {
            _edges.Add(edge.EdgeId, channel = new EdgeChannel(edge, _hub, _group, _epoch));
        }

        return channel;
    }

    private async Task SendAsync(EdgeChannel channel, IReadOnlyList<GroupMessage> messages)
    {
        try
        {
            await channel.SendAsync(messages);
        }
        catch (Exception exception)
        {
            // The edge is gone or hangs: its sessions are recovered elsewhere or told that they were not.
            LogEdgeLost(_logger, channel.Edge.EdgeId, exception);
            await UnsubscribeAsync(channel.Edge.EdgeId);
        }
    }
}
