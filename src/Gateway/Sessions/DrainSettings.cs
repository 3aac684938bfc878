namespace Sws.Gateway.Sessions;

/// <summary>How a drain is done.</summary>
/// <param name="Window">Over how long the closing of sockets is spread.</param>
/// <param name="HandOver">How long the edge stays after that for clients to take their sessions along to another edge.</param>
internal sealed record DrainSettings(TimeSpan Window, TimeSpan HandOver);
