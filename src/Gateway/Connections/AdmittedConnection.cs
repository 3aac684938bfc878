using Sws.Gateway.Limits;

namespace Sws.Gateway.Connections;

/// <summary>Feature of a connection that was given its place ahead of TLS.</summary>
/// <param name="Ticket">Its place. <see cref="AdmissionMiddleware"/> gives it back at the latest.</param>
/// <param name="AcceptedTimestamp">When it was accepted, as <see cref="TimeProvider.GetTimestamp"/> counts: deadlines count from there.</param>
internal sealed record AdmittedConnection(AdmissionTicket Ticket, long AcceptedTimestamp);
