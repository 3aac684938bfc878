namespace Sws.Gateway.Proxies;

/// <summary>Feature of a connection whose PROXY protocol header was read.</summary>
/// <param name="AcceptedTimestamp">When it was accepted, as <see cref="TimeProvider.GetTimestamp"/> counts: deadlines count from there.</param>
internal sealed record ProxiedConnection(long AcceptedTimestamp);
