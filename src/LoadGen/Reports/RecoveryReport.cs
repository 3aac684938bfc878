namespace Sws.LoadGen.Reports;

/// <summary>Sessions that lost their connection: in churn and soak. Times in µs.</summary>
/// <param name="Cut">Connections cut by the generator.</param>
/// <param name="Dropped">Connections ended by the server.</param>
/// <param name="Renewed">Sessions left properly for new ones.</param>
/// <param name="Recovered">Sessions taken up again, with everything they had missed.</param>
/// <param name="Restarted">New sessions begun: those wanted, and those whose recovery was refused (error <c>not_recovered</c>).</param>
/// <param name="P50">Median time from the loss of a connection to the session's return.</param>
/// <param name="P99">99 % were faster.</param>
/// <param name="Max">The slowest.</param>
internal sealed record RecoveryReport(
    long Cut, long Dropped, long Renewed, long Recovered, long Restarted, double P50, double P99, double Max);
