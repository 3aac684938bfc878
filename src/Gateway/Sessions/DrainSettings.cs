namespace Sws.Gateway.Sessions;

/// <summary>How a drain is done.</summary>
/// <param name="Window">Over how long the closing of sockets is spread.</param>
internal sealed record DrainSettings(TimeSpan Window);
