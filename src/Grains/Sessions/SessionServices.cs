using Sws.Grains.Edges;

namespace Sws.Grains.Sessions;

/// <summary>What every session grain of a silo shares.</summary>
internal sealed record SessionServices(SessionAuthorizer Authorizer, EdgeScatter Edges, SessionLimits Limits, TimeProvider Time);
