using Sws.LoadGen.Measuring;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>What the server's samples say per message, per handshake and per session.</summary>
internal static class ServerFigures
{
    /// <summary>Makes the server's part of the report.</summary>
    public static ServerReport Build(RunRecord record, ServerWatch watch, TimeProvider clock)
    {
        if (watch is not { Baseline: { } baseline, MeasureStart: { } from, MeasureEnd: { } to })
        {
            return new ServerReport(null, null, null, null, null, null, null);
        }

        var received = record.Results.Sum(r => r.ReceivedInWindow);
        var opened = record.Ready.Sum(r => r.Opened);
        var connectingCpu = opened > 0 ? watch.Connected?.Cpu - baseline.Cpu : to.Cpu - from.Cpu;
        return new ServerReport(
            Per(to.Cpu - from.Cpu, received),
            Per(to.Cpu - from.Cpu, record.Results.Sum(r => r.Sent)),
            Per(connectingCpu, opened > 0 ? opened : record.Results.Sum(r => r.HandshakesInWindow)),
            to.RssBytes,
            // A server that shrank was warm from an earlier run: its growth says nothing about sessions.
            opened > 0 && to.RssBytes > baseline.RssBytes ? Math.Round((double)(to.RssBytes - baseline.RssBytes) / opened) : null,
            Utilisation(from, to, clock),
            to.Collections - from.Collections);
    }

    /// <summary>CPU between two samples, in cores; null when either is missing.</summary>
    public static double? Utilisation(ServerSample? from, ServerSample? to, TimeProvider clock) =>
        from is null || to is null || to.Ticks <= from.Ticks
            ? null
            : Math.Round((to.Cpu - from.Cpu) / clock.GetElapsedTime(from.Ticks, to.Ticks), 3);

    private static double? Per(TimeSpan? cpu, long count) =>
        cpu is { } time && count > 0 ? Math.Round(time.TotalMicroseconds / count, 2) : null;
}
