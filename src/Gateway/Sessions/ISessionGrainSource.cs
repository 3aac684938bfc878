using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>Where the edge finds the grain of a session. A seam for measuring the edge alone.</summary>
internal interface ISessionGrainSource
{
    ISessionGrain Get(string connectionId);
}
