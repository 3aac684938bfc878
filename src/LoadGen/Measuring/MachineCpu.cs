using System.Globalization;

namespace Sws.LoadGen.Measuring;

/// <summary>How busy all cores of this machine are, from the first line of /proc/stat. Linux only.</summary>
/// <param name="BusyTicks">Clock ticks spent on anything but idling and waiting for disks, over all cores.</param>
/// <param name="TotalTicks">All clock ticks, over all cores.</param>
internal readonly record struct MachineCpu(long BusyTicks, long TotalTicks)
{
    /// <summary>Reads the machine; null when there is no /proc.</summary>
    public static MachineCpu? Read()
    {
        try
        {
            using var reader = File.OpenText("/proc/stat");
            return Parse(reader.ReadLine() ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Parses "cpu user nice system idle iowait irq softirq steal guest guest_nice".</summary>
    public static MachineCpu? Parse(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 9 || fields[0] != "cpu")
        {
            return null;
        }

        var ticks = fields.Skip(1).Take(8).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        var total = ticks.Sum();
        return new MachineCpu(total - ticks[3] - ticks[4], total);
    }

    /// <summary>The same where a reading may be missing; then null.</summary>
    public static double? Utilisation(MachineCpu? from, MachineCpu? to) =>
        from is { } begin && to is { } end ? Utilisation(begin, end) : null;

    /// <summary>The busy share, 0 to 1, between two readings.</summary>
    public static double Utilisation(MachineCpu from, MachineCpu to) =>
        to.TotalTicks <= from.TotalTicks ? 0 : (double)(to.BusyTicks - from.BusyTicks) / (to.TotalTicks - from.TotalTicks);
}
