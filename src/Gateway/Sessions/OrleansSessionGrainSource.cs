using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>Session grains of the cluster.</summary>
internal sealed class OrleansSessionGrainSource(IGrainFactory grains) : ISessionGrainSource
{
    public ISessionGrain Get(string connectionId) => grains.GetSession(connectionId);
}
