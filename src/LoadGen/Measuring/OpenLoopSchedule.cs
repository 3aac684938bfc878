namespace Sws.LoadGen.Measuring;

/// <summary>
/// When each message of an open-loop run is due. Fixed before the run: a slow server or a slow generator cannot move it,
/// which is what keeps "coordinated omission" out of the figures.
/// </summary>
/// <param name="startTicks">Clock ticks at which message 0 is due.</param>
/// <param name="rate">Messages per second, greater than 0.</param>
/// <param name="ticksPerSecond">The clock's frequency.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is not greater than 0: the first message would be the only one, and the search for the next endless.</exception>
internal sealed class OpenLoopSchedule(long startTicks, double rate, long ticksPerSecond)
{
    private readonly double _ticksPerMessage = rate > 0
        ? ticksPerSecond / rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A schedule needs a rate above 0.");

    /// <summary>Clock ticks at which a message is due.</summary>
    public long DueAt(long index) => startTicks + (long)(index * _ticksPerMessage);

    /// <summary>How many messages are due up to and including a time.</summary>
    public long DueBy(long ticks)
    {
        if (ticks < startTicks)
        {
            return 0;
        }

        var guess = (long)((ticks - startTicks) / _ticksPerMessage) + 1;
        while (DueAt(guess) <= ticks)
        {
            guess++;
        }

        while (guess > 0 && DueAt(guess - 1) > ticks)
        {
            guess--;
        }

        return guess;
    }
}
