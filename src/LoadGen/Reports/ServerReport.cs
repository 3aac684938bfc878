namespace Sws.LoadGen.Reports;

/// <summary>The server as sampled with --server-pid or --metrics-url; fields are null when it was not, or where they make no sense.</summary>
/// <param name="CpuPerMessage">User and system time per message received in the measured part, in group per delivery, µs.</param>
/// <param name="CpuPerPublish">User and system time per message sent, µs: in group with all its deliveries.</param>
/// <param name="CpuPerHandshake">User and system time per opened connection, µs.</param>
/// <param name="RssBytes">Resident memory at the end of the measured part, over all its processes.</param>
/// <param name="BytesPerSession">Growth of resident memory since before the first connection, per open connection; null when it did not grow. Only a freshly started server gives a true figure.</param>
/// <param name="Utilisation">CPU over the measured part, in cores.</param>
/// <param name="Collections">Garbage collections in the measured part (--metrics-url of a .NET server).</param>
internal sealed record ServerReport(
    double? CpuPerMessage, double? CpuPerPublish, double? CpuPerHandshake, long? RssBytes, double? BytesPerSession, double? Utilisation, long? Collections);
