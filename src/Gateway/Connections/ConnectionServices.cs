using Sws.Gateway.Diagnostics;
using Sws.Gateway.Sessions;

namespace Sws.Gateway.Connections;

/// <summary>What every connection of an edge shares.</summary>
internal sealed record ConnectionServices(
    SessionSettings Settings,
    SessionStarter Starter,
    CommandSender Commands,
    GroupIndex Groups,
    GroupJoiner Joiner,
    ConnectionMetrics Metrics,
    ILogger<SwsConnectionHandler> Logger);
