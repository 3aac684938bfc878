using System.Globalization;
using System.Numerics;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Decides whether a run measured the generator instead of the server. Every reason says what to do about it.</summary>
internal static class BottleneckJudge
{
    // One thread waits for sockets and runs the handlers: at this share of a core it queues.
    private const double BusyWorker = 0.85;

    // The schedule may lag by what a sleeping thread takes to wake; more than this is CPU that was not there.
    private const double LagFloorMicroseconds = 1_000;

    // Lag below a tenth of the latency reported beside it does not change the picture.
    private const double LagShare = 0.1;

    private const double RateTolerance = 0.98;
    private const double FullMachine = 0.95;
    private const double LargePart = 0.4;

    // Linux gives every second port from 32768 to 60999 to connections from one address to another. Once these are taken it looks at all of
    // them again for each further connection, before it tries the rest: 2.6 ms of CPU in place of 0.04 (ip_local_port_range, inet_hash_connect).
    private const int PortsFoundAtOnce = 14_000;

    /// <summary>One line per reason; empty when nothing points at the generator.</summary>
    public static IReadOnlyList<string> Judge(RunRecord record, ClientReport client, ServerReport server)
    {
        var reasons = new List<string>();
        if (client.Utilisation >= BusyWorker)
        {
            reasons.Add(Line($"a worker used {client.Utilisation:0.00} cores: give it company with --workers, or other machines with --agents"));
        }

        if (record.Options.Rate is { } rate)
        {
            AddLag(record, client, reasons);
            AddRate(record, rate, reasons);
        }

        if (client.MachineUtilisation >= FullMachine)
        {
            AddMachine(record, server, reasons);
        }

        AddPorts(record.Options, reasons);
        return reasons;
    }

    private static void AddPorts(RunOptions options, List<string> reasons)
    {
        // Connection n takes URL n and source n, each in turn.
        var (urls, sources, machines) = (options.Urls.Count, Math.Max(1, options.SourceIps.Count), Math.Max(1, options.Agents.Count));
        var pairs = urls * sources / (int)BigInteger.GreatestCommonDivisor(urls, sources);
        var each = (double)options.Connections / pairs / machines;
        if (options.Scenario != "connect" && each > PortsFoundAtOnce)
        {
            reasons.Add(Line($"{each:0} connections from one address to one URL, where ports are found fast for {PortsFoundAtOnce}: name more addresses with --source-ips"));
        }
    }

    private static void AddMachine(RunRecord record, ServerReport server, List<string> reasons)
    {
        if (record.Options.Agents.Count > 0)
        {
            reasons.Add("an agent's machine is full: name more --agents, or give them machines of their own");
            return;
        }

        // On one machine a busy generator takes the server's CPU. That is only its fault when it takes a good part, and more than the server.
        var own = record.Results.Sum(r => r.CpuSeconds / r.Seconds);
        if (own > Environment.ProcessorCount * LargePart && server.Utilisation is { } theirs && own > theirs)
        {
            reasons.Add(Line($"the machine's cores are all busy and the generator takes more of them ({own:0.00}) than the server ({theirs:0.00}): use --agents on another machine"));
        }
    }

    private static void AddLag(RunRecord record, ClientReport client, List<string> reasons)
    {
        var bound = Math.Max(LagFloorMicroseconds, LagShare * Measuring.Histograms.At(record.Latency, 99));
        if (client.ScheduleLagP99 > bound)
        {
            reasons.Add($"messages left late: 1 % by more than {Units.FormatMicroseconds(client.ScheduleLagP99)} after they were due");
        }
    }

    private static void AddRate(RunRecord record, double rate, List<string> reasons)
    {
        // What a connection did not take, or was not there to take, the generator tried to send in time.
        var tried = record.Results.Sum(r => r.Sent + r.Unsent) / record.Results.Max(r => r.Seconds);
        if (record.Options.Scenario != "connect" && tried < rate * RateTolerance)
        {
            reasons.Add(Line($"only {tried:0} of {rate:0} messages per second were tried"));
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
