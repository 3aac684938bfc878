using System.Globalization;

namespace Sws.LoadGen.Measuring;

/// <summary>CPU and memory of one process as /proc shows them. Linux only.</summary>
/// <param name="Cpu">User plus system time since the process started; the kernel's grain is 10 ms.</param>
/// <param name="RssBytes">Resident memory.</param>
internal readonly record struct ProcessStat(TimeSpan Cpu, long RssBytes)
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET supports: the kernel's USER_HZ is part of its ABI.
    private const long ClockTicksPerSecond = 100;

    /// <summary>Reads a process. False when it is gone, is not ours to see, or this is not Linux.</summary>
    public static bool TryRead(int processId, out ProcessStat stat)
    {
        stat = default;
        try
        {
            return TryParse(File.ReadAllText($"/proc/{processId}/stat"), Environment.SystemPageSize, out stat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Parses the text of /proc/PID/stat (proc(5)): fields 14 and 15 are CPU, 24 is resident pages.</summary>
    public static bool TryParse(string text, int pageSize, out ProcessStat stat)
    {
        stat = default;
        // The command name, field 2, may hold spaces and parentheses: count fields from the last ')'.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22
            || !long.TryParse(fields[11], CultureInfo.InvariantCulture, out var user)
            || !long.TryParse(fields[12], CultureInfo.InvariantCulture, out var system)
            || !long.TryParse(fields[21], CultureInfo.InvariantCulture, out var pages))
        {
            return false;
        }

        stat = new ProcessStat(TimeSpan.FromSeconds((double)(user + system) / ClockTicksPerSecond), pages * pageSize);
        return true;
    }
}
