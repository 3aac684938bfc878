using Sws.Grains.Edges;
using Sws.Grains.Log;

namespace Sws.Grains.Sessions;

/// <summary>What every session grain of a silo shares.</summary>
internal sealed record SessionServices(
    SessionAuthorizer Authorizer,
    EdgeServices Edges,
    SessionHandover Handover,
    SiloSessions Sessions,
    SessionDeliveries Deliveries,
    SiloWork Work,
    MessageLogSource Log,
    SessionLimits Limits,
    TimeProvider Time);
