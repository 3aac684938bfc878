namespace Sws.LoadGen.Reports;

/// <summary>The generator itself: proof that it measured the server and not itself.</summary>
/// <param name="CpuPerMessage">Its own CPU per message received in the measured part, µs; null without messages.</param>
/// <param name="Utilisation">CPU of its busiest worker over the measured part, in cores.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="ManagedBytesPerConnection">Its own managed memory per open connection; null below 100 connections.</param>
/// <param name="ScheduleLagP99">Open loop: 99 % of messages left no later than this after they were due, µs.</param>
/// <param name="ScheduleLagMax">Open loop: the latest, µs.</param>
/// <param name="MachineUtilisation">Busy share of all cores of the busiest machine that workers ran on, 0 to 1; null where it cannot be read.</param>
/// <param name="Bottleneck">Why the figures may be the generator's own limit; empty when nothing points that way.</param>
internal sealed record ClientReport(
    double? CpuPerMessage,
    double Utilisation,
    int Workers,
    long? ManagedBytesPerConnection,
    double ScheduleLagP99,
    double ScheduleLagMax,
    double? MachineUtilisation,
    IReadOnlyList<string> Bottleneck);
