namespace Sws.Gateway.Limits;

/// <summary>How many connections a node takes.</summary>
/// <param name="Connections">Sockets in all.</param>
/// <param name="Handshakes">Sockets that are not authorised yet.</param>
/// <param name="ConnectionsPerSecond">New connections a second from one address prefix.</param>
/// <param name="ConnectionBurst">New connections at once from one address prefix.</param>
internal sealed record AdmissionLimits(int Connections, int Handshakes, int ConnectionsPerSecond, int ConnectionBurst);
