namespace Sws.LoadGen.Workers;

/// <summary>What became of the sessions of one worker that lost their connection.</summary>
/// <param name="Cut">Connections cut by the generator.</param>
/// <param name="Dropped">Connections ended by the server.</param>
/// <param name="Renewed">Sessions left for new ones.</param>
/// <param name="Recovered">Sessions taken up again.</param>
/// <param name="Restarted">New sessions begun, wanted or because the old one was refused.</param>
/// <param name="Latency">Times from loss to return (<see cref="Measuring.Histograms.Encode"/>).</param>
internal sealed record RecoveryTotals(long Cut, long Dropped, long Renewed, long Recovered, long Restarted, string Latency);
