namespace Sws.LoadGen.Reports;

/// <summary>Connections of a run.</summary>
/// <param name="Requested">Asked for.</param>
/// <param name="Opened">Opened, each counted every time it was opened.</param>
/// <param name="Failed">Attempts that failed.</param>
internal sealed record ConnectionsReport(long Requested, long Opened, long Failed);
