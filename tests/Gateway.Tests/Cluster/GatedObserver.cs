using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>An edge's observer behind a network that a test can cut.</summary>
internal sealed class GatedObserver(IEdgeObserver inner, EdgeLink link) : IEdgeObserver
{
    public ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery) => link.PassAsync(() => inner.DeliverToGroupAsync(delivery));

    public ValueTask<IReadOnlyList<int>> DeliverToSessionsAsync(IReadOnlyList<SessionDelivery> deliveries) =>
        link.PassAsync(() => inner.DeliverToSessionsAsync(deliveries));

    public async ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag) => await link.PassAsync(async () =>
    {
        await inner.CloseSessionAsync(connectionId, generation, closeTag);
        return true;
    });

    public ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration) =>
        link.PassAsync(() => inner.TakeSessionAsync(connectionId, newGeneration));

    public ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId) => link.PassAsync(() => inner.FindSessionAsync(connectionId));

    public ValueTask<GroupPosition?> RejoinGroupAsync(string hub, string group, GroupPosition start) =>
        link.PassAsync(() => inner.RejoinGroupAsync(hub, group, start));

    public ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query) => ValueTask.FromResult<IReadOnlyList<SessionSummary>>([]);

    public ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket) => link.PassAsync(() => inner.ListUsersAsync(hub, bucket));

    public ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch) =>
        link.PassAsync(() => inner.WatchGroupAsync(hub, group, watch));

    public async ValueTask DeliverPresenceAsync(PresenceDelivery delivery) => await link.PassAsync(async () =>
    {
        await inner.DeliverPresenceAsync(delivery);
        return true;
    });
}
