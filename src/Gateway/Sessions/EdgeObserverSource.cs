using Sws.Gateway.Diagnostics;

namespace Sws.Gateway.Sessions;

/// <summary>Makes the observers through which grains reach this edge.</summary>
internal sealed class EdgeObserverSource(SessionRegistry sessions, GroupIndex groups, DeliveryMetrics metrics)
{
    public EdgeObserver Create() => new(sessions, groups, metrics);
}
