using Sws.Grains.Edges;

namespace Sws.Grains.Sessions;

/// <summary>What every session grain of a silo shares.</summary>
internal sealed record SessionServices(
    SessionAuthorizer Authorizer,
    EdgeServices Edges,
    SessionHandover Handover,
    SiloSessions Sessions,
    SiloWork Work,
    SessionLimits Limits,
    TimeProvider Time);
