using System.Runtime.InteropServices;

namespace Sws.LoadGen.Measuring;

/// <summary>
/// Sleeps with a precision of some tens of µs. The runtime's waits are whole milliseconds, which would show up as latency
/// in an open-loop run. On Linux nanosleep(2); elsewhere the runtime's wait.
/// </summary>
internal static partial class PreciseSleep
{
    // prctl(2): PR_SET_TIMERSLACK. The kernel's default lets a timer fire 50 µs late to save power.
    private const int SetTimerSlack = 29;

    /// <summary>Asks the kernel to wake the current thread within 1 µs of its timers. No effect outside Linux.</summary>
    public static void SharpenCurrentThread()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Prctl(SetTimerSlack, 1_000, 0, 0, 0);
        }
    }

    /// <summary>Blocks the calling thread; may return early on a signal, so callers look at the clock again.</summary>
    public static void For(TimeSpan duration)
    {
        if (OperatingSystem.IsLinux())
        {
            var request = new TimeSpec { Seconds = (long)duration.TotalSeconds, Nanoseconds = (long)duration.TotalNanoseconds % 1_000_000_000 };
            _ = NanoSleep(in request, 0);
        }
        else
        {
            Thread.CurrentThread.Join(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(duration.TotalMilliseconds))));
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
